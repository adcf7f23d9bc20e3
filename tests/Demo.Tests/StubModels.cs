using VlDistill.Demo.Vision;
using VlDistill.Frames;
using VlDistill.Inference;
using VlDistill.Regions;

namespace VlDistill.Demo.Tests;

/// <summary>Two models that say fixed sentences about one fixed box.</summary>
internal sealed class StubModels : IModelSource
{
    public static readonly RegionSet Regions = RegionSet.From([new Region(new Box(0.25f, 0.25f, 0.75f, 0.75f), 0, 0.9f)]);

    /// <summary>Two things, one on the other.</summary>
    public static readonly RegionSet Pair = RegionSet.From([new Region(new Box(0.3f, 0.1f, 0.6f, 0.5f), 0, 0.9f), new Region(new Box(0.2f, 0.5f, 0.8f, 0.9f), 0, 0.8f)]);

    // Shared with what was chosen from it.
    private int[] living = [0];

    public IReadOnlyList<string> Models { get; init; } = ["student", "teacher"];

    public IReadOnlyList<string> Available => ["student", "plain", "teacher"];

    public IReadOnlyList<string> Labels => ["thing"];

    public IReadOnlyList<string> Tags { get; } = ["indoors", "table"];

    public string Device => "stub";

    /// <summary>The model that fails on its first frame; null for none.</summary>
    public string? Broken { get; init; }

    /// <summary>The model that answers questions; null for none.</summary>
    public string? Answers { get; init; }

    /// <summary>What the eyes see in every frame.</summary>
    public RegionSet Seen { get; init; } = Regions;

    /// <summary>True for models that relate things.</summary>
    public bool Relates { get; init; }

    /// <summary>Models and eyes that are open.</summary>
    public int Living => Volatile.Read(ref living[0]);

    public (Func<Frame, (Perception Perception, FeatureMap Features)> See, IDisposable Owner) OpenEyes() =>
        (_ => (new Perception(Seen, 1) { Tags = [0.9f, 0.25f] }, FeatureMap.From([0], 1, 1, 1, 1)), new StubModel("eyes", fails: false, answers: false, relates: false, living));

    public IRegionFinder OpenFinder() => new LabelFinder(Labels);

    public IVisionLanguageModel Open(string model) => new StubModel(model, model == Broken, model == Answers, Relates, living);

    public long Bytes(string model) => 2_000_000;

    public IModelSource Choose(IReadOnlyList<string> models) => new StubModels { Models = models, Broken = Broken, Answers = Answers, Seen = Seen, Relates = Relates, living = living };

    public IModelSource Load(string folder) => throw new UserException($"{folder}: no bundle there");

    /// <summary>A word that looks at one region token only, in 2 layers of 2 heads.</summary>
    public static CaptionWord Word(string text, int token)
    {
        int tokens = Regions.Tokens.Count;
        float[] attention = new float[4 * tokens];
        for (int map = 0; map < 4; map++) attention[map * tokens + token] = 0.5f;
        return new CaptionWord(text, -0.5f, attention);
    }

    private sealed class StubModel : IVisionLanguageModel
    {
        private readonly bool fails;
        private readonly int[] living;

        public StubModel(string name, bool fails, bool answers, bool relates, int[] living)
        {
            if (relates) Predicates = ["on", "near"];
            (Name, this.fails, CanAnswer, this.living) = (name, fails, answers, living);
            Interlocked.Increment(ref living[0]);
        }

        public string Name { get; }

        public int Layers => 2;

        public int Heads => 2;

        public long Parameters => 1_000_000;

        public Description Describe(Frame frame, Perception perception, FeatureMap features, DecodingOptions options, Action<CaptionWord>? onWord = null)
        {
            if (fails) throw new UserException($"{Name}: broken on purpose");
            CaptionWord[] words = Name == "teacher" ? [Word("one", 1), Word("thing", 50)] : [Word("a", 1), Word("thing", 50)];
            foreach (var word in words) onWord?.Invoke(word);
            return new Description(new Caption(words, -1), new StageTimes(0, 1, 2, 3, 4));
        }

        public bool CanAnswer { get; }

        public Answer Ask(Frame frame, Perception perception, FeatureMap features, string question, int top = 5) =>
            CanAnswer ? new Answer([new ScoredAnswer("thing", 0.9f)], [], 1) : throw new UserException($"{Name}: has no answers");

        public IReadOnlyList<string> Predicates { get; } = [];

        // The teacher reads another predicate; both look a quarter at each region of a pair.
        public RelatedPairs Relate(Frame frame, Perception perception, FeatureMap features, IReadOnlyList<string> names)
        {
            int count = perception.Regions.Detected.Count;
            var pairs = from s in Enumerable.Range(0, count) from o in Enumerable.Range(0, count) where s != o select Scores(s, o);
            return new RelatedPairs([.. pairs], new float[4 * count], new float[4 * count], 2, 2, 3);
        }

        private PairScores Scores(int subject, int other)
        {
            float sure = subject < other ? 0.8f : 0.4f;
            return new PairScores(subject, other, Name == "teacher" ? [0.1f, sure] : [sure, 0.1f], 0.9f - sure, [0.25f, 0.25f, 0.25f, 0.25f, 0, 0]) { Tokens = 6 };
        }

        public void Dispose() => Interlocked.Decrement(ref living[0]);
    }
}
