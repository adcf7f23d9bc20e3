namespace VlDistill.Trainer.Data.Questions;

/// <summary>Something that may be in a picture.</summary>
/// <param name="Name">As a question says it, with its article.</param>
/// <param name="Class">The detector's name; null when only captions tell.</param>
/// <param name="Words">Caption words that say it is there.</param>
/// <param name="Hints">Caption words after which nobody can say it is not there.</param>
public sealed record Thing(string Name, string? Class, IReadOnlySet<string> Words, IReadOnlySet<string> Hints)
{
    /// <summary>What questions ask for: frequent in photographs of people and dogs outdoors.</summary>
    public static readonly IReadOnlyList<Thing> All =
    [
        New("a person", "person", CaptionWords.PeopleText, "he she his her him they someone somebody hand hands owner arm arms leg legs feet foot face family team crowd audience couple army"),
        New("a dog", "dog", CaptionWords.DogText, "animal animals pet pets fur paws canine wolf fox"),
        New("a horse", "horse", "horse horses pony ponies bronco", "animal animals rodeo jockey bull cowboy carriage"),
        New("a bird", "bird", "bird birds duck ducks goose geese seagull seagulls pigeon pigeons flamingo eagle parrot", "animal animals flock"),
        New("a car", "car", "car cars", "vehicle vehicles traffic truck van taxi street road race racing cab suv jeep city parking"),
        New("a bicycle", "bicycle", "bicycle bicycles cyclist cyclists bicyclist bicyclists unicycle", "bike bikes biker bikers bmx cycle cycling biking rider"),
        New("a motorcycle", "motorcycle", "motorcycle motorcycles motorbike motorbikes motorcyclist motorcyclists dirtbike", "bike bikes biker bikers vehicle atv quad dirt rider motocross moped"),
        New("a skateboard", "skateboard", "skateboard skateboards skateboarder skateboarders skateboarding", "board skater skating skates skate ramp skatepark"),
        New("a surfboard", "surfboard", "surfboard surfboards surfer surfers surfing", "board wave waves surf bodyboard boogie"),
        New("a boat", "boat", "boat boats canoe kayak kayaker kayaking kayaks sailboat raft rafting rowboat ship", "rowing paddling paddle harbor dock rapids jet sail"),
        New("a frisbee", "frisbee", "frisbee frisbees", "disc disk toy plate something object ring"),
        New("a ball", "sports ball", "ball balls football basketball volleyball baseball tennis soccer softball", "toy game playing player sport rugby something object catch throw throwing toys team golf"),
        New("an umbrella", "umbrella", "umbrella umbrellas parasol", "rain tent shade"),
        New("a bench", "bench", "bench benches", "seat sits sitting seated table park"),
        New("a snowboard", "snowboard", "snowboard snowboarder snowboarders snowboarding", "board snow ski skier slope"),
        New("a child", null, "child children boy boys girl girls kid kids toddler toddlers baby babies infant", "people person young family little youth teen teenager teenagers teens son daughter someone group crowd small player players rider"),
        New("a man", null, "man men guy guys gentleman", "people person someone he his him player players rider biker skateboarder surfer skier snowboarder climber boy boys group crowd family couple hiker runner male teenager kid kids rock cyclist adult adults worker dancer performer skater team friends youth football baseball soccer cowboy father dad motorcyclist bicyclist swimmer kayaker"),
        New("a woman", null, "woman women lady ladies", "people person someone she her hers player players rider biker girl girls group crowd family couple hiker runner female teenager kid kids cyclist adult adults worker dancer performer skater team friends youth mother mom bride skier surfer climber swimmer baby"),
        New("water", null, "water ocean lake river pool sea pond stream waves wave surf", "beach swim swims swimming splash splashing boat kayak wet rain shore dock fountain creek sprinkler waterfall surfer surfboard surfing puddle hose bath bridge wading ice snow fish fishing diving canoe raft wakeboarder slide waters wakeboard bay harbor coast sprinklers jet ski island water's pier"),
        New("snow", null, "snow snowy snowboard snowboarder snowman snowball skier skiing snowmobile", "ice icy winter cold ski skis sled sledding white mountain mountains frozen slope sleigh toboggan"),
        New("grass", null, "grass grassy lawn", "field yard park meadow outside hill garden golf soccer football baseball green backyard pasture trail outdoors forest woods countryside path plants trail weeds hillside"),
        New("a beach", null, "beach", "sand sandy ocean sea shore surf waves wave water shoreline coast lake seaside"),
        New("a hat", null, "hat hats cap caps", "helmet helmets beanie costume cowboy headgear bandanna turban hood head uniform bonnet sombrero beret santa headband"),
        New("a helmet", null, "helmet helmets", "football rider bike biker motorcycle bicycle hat gear cyclist baseball hockey climber climbing uniform skateboarder skier snowboarder skater racing race player players quarterback atv kayak rollerblading rollerblader helmeted"),
        New("a rock", null, "rock rocks rocky cliff boulder boulders", "mountain mountains stone stones climbing climber climbs hill canyon ledge stream river waterfall beach shore trail cave landscape hiker hiking desert gravel"),
        New("a fence", null, "fence fences fenced", "gate yard barrier railing farm ranch backyard rodeo baseball rail"),
        New("sunglasses", null, "sunglasses", "glasses goggles shades eyewear spectacles"),
        New("a stick", null, "stick sticks branch", "log wood toy something object twig pole wooden bat hockey lacrosse cane"),
        New("a swing", null, "swing swings", "swinging playground rope hammock tire"),
    ];

    private static Thing New(string name, string? detected, string words, string hints) => new(name, detected, CaptionWords.Set(words), CaptionWords.Set(hints));
}
