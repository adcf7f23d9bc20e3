namespace VlDistill.Trainer.Data.Questions;

/// <summary>What caption words mean to the generator.</summary>
public static class CaptionWords
{
    private const string
        OnePerson = "man woman boy girl child kid person lady guy toddler baby player skier surfer snowboarder skateboarder biker cyclist climber hiker swimmer runner rider worker dancer "
            + "bicyclist motorcyclist skater teenager gentleman adult wakeboarder kayaker fisherman cowboy performer musician jogger",
        ManyPeople = "men women boys girls children kids people ladies guys toddlers babies players skiers surfers snowboarders skateboarders bikers cyclists climbers hikers swimmers runners "
            + "riders workers dancers bicyclists motorcyclists skaters teenagers gentlemen adults persons kayakers cowboys performers musicians joggers teens",
        OneDog = "dog puppy poodle greyhound terrier collie retriever labrador dalmatian husky dachshund spaniel beagle rottweiler bulldog corgi shepherd pup",
        ManyDogs = "dogs puppies poodles greyhounds terriers huskies retrievers labradors pups hounds";

    public const string PeopleText = OnePerson + " " + ManyPeople + " humans human individual individuals male female youth friends bride father mother dad mom son daughter boxer wrestler wrestlers quarterback referee";

    public const string DogText = OneDog + " " + ManyDogs + " hound";

    public static readonly IReadOnlySet<string> Person = Set(OnePerson), People = Set(ManyPeople), Dog = Set(OneDog), Dogs = Set(ManyDogs);

    /// <summary>Words after which nobody knows how many there are.</summary>
    public static readonly IReadOnlySet<string> Crowd = Set("group groups crowd crowds several many team teams some family families others audience spectators everyone pack bunch lots various numerous pile onlookers army class herd band");

    public static readonly IReadOnlyDictionary<string, int> Numbers = new Dictionary<string, int>
    {
        ["a"] = 1,
        ["an"] = 1,
        ["one"] = 1,
        ["another"] = 1,
        ["two"] = 2,
        ["both"] = 2,
        ["couple"] = 2,
        ["pair"] = 2,
        ["three"] = 3,
        ["trio"] = 3,
        ["four"] = 4,
        ["five"] = 5,
        ["six"] = 6,
    };

    /// <summary>Colour words by their one spelling in answers.</summary>
    public static readonly IReadOnlyDictionary<string, string> Colors = "red blue green yellow white black brown orange pink purple gray tan blond"
        .Split(' ').Select(c => (c, c)).Append(("grey", "gray")).Append(("blonde", "blond")).ToDictionary();

    /// <summary>Forms of verbs that can be seen, by the form that answers; the plain form is left out: it is a noun too often.</summary>
    public static readonly IReadOnlyDictionary<string, string> Actions = new Dictionary<string, string>(
        """
        running runs; jumping jumps leaping leaps; standing stands; playing plays; sitting sits seated; walking walks strolling; riding rides; climbing climbs; swimming swims;
        sleeping sleeps; eating eats; surfing surfs; skiing skis; skating skates; skateboarding skateboards; snowboarding snowboards; dancing dances; swinging swings; sliding slides;
        splashing splashes; throwing throws; kicking kicks; catching catches; chasing chases; pulling pulls; pushing pushes; flying flies; fighting fights; driving drives; hiking hikes;
        kneeling kneels; drinking drinks; reading reads; talking talks; digging digs; fishing fishes; sledding sleds; diving dives; rowing rows; kayaking paddling paddles; lying lies laying lays;
        crawling crawls; wading wades; blowing blows; chewing chews; biting bites; laughing laughs; rollerblading; wakeboarding; bowling; painting; smoking smokes; shaking shakes;
        sniffing sniffs; licking licks; fetching fetches; carrying carries; posing poses; smiling smiles; cooking cooks; singing sings; hugging hugs; crossing crosses
        """.Split(';').Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        .SelectMany(forms => forms.Select(form => KeyValuePair.Create(form, forms[0]))));

    public static HashSet<string> Set(string words) => [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
