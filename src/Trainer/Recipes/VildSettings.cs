using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>What the two networks of open-vocabulary detection have in common (Gu et al., ViLD, 2022): pictures, boxes of base classes, proposals and the text side.</summary>
public abstract record OpenVocabularySettings : TrainingSettings
{
    protected OpenVocabularySettings()
    {
        (Epochs, BatchSize, Lanes, WarmupSteps, EndFactor, Beta2) = (0, 32, 1, 50, 0.02, 0.999);
        (Steps, EvaluateEvery, EvaluateOn, WeightDecay) = (300, 1_000_000, 400, 1e-4);
    }

    /// <summary>Stage with a detector that never saw novel classes: its map is read and its proposals are looked at.</summary>
    public string Eyes { get; set; } = "base-eyes";

    /// <summary>Stage whose instances.json holds the boxes; empty = the data set's own.</summary>
    public string Boxes { get; set; } = "boxes";

    /// <summary>Further data set with boxes of its own, by its name in <c>--data</c>; empty = none.</summary>
    public string Extra { get; set; } = "";

    /// <summary>Class split: boxes of its novel classes are never seen in training; empty = every class is a base class.</summary>
    public string Split { get; set; } = "coco-65-15";

    /// <summary>Text side: use-lite, glove or random, or a stage that holds an encoder.</summary>
    public string Text { get; set; } = "use-lite";

    /// <summary>Proposals of a training picture whose crops are embedded, evenly spread over the best <see cref="ProposalsPerPicture"/>.</summary>
    [Range(0, 1000)]
    public int CropsPerPicture { get; set; } = 5;

    /// <summary>Proposals of a picture that training looks at.</summary>
    [Range(1, 1000)]
    public int ProposalsPerPicture { get; set; } = 24;

    /// <summary>First test pictures of a set on which heads are compared with classifying every proposal's crops, which is slow.</summary>
    [Range(1, 1_000_000)]
    public int ComparedPictures { get; set; } = 300;

    /// <summary>Factor on cosines before a softmax over classes: 100 in ViLD.</summary>
    [Range(1, 1000.0)]
    public double Scale { get; set; } = 100;

    /// <summary>Exponent of the detector's own score in that of a detection, beside the class's probability.</summary>
    [Range(0, 10.0)]
    public double Objectness { get; set; } = 1;
}

/// <summary>Trains the projection that takes a frozen network's view of a crop into the space of sentences, or takes a ready image encoder such as CLIP's.</summary>
public sealed record CropEncoderSettings : OpenVocabularySettings
{
    /// <summary>The frozen network.</summary>
    public CropNetworkSettings Network { get; set; } = new();

    /// <summary>Its output is an embedding in the space of <see cref="OpenVocabularySettings.Text"/> already and nothing is trained: CLIP's image encoder.</summary>
    public bool Ready { get; set; }

    /// <summary>Names of the numbers in its last output, each a probability: one a line; empty = that output has no names.</summary>
    public string Names { get; set; } = "object-labeler/labels_en.txt";

    /// <summary>Width of the projection's hidden layer.</summary>
    [Range(1, 65536)]
    public int Hidden { get; set; } = 512;

    /// <summary>Share of the hidden layer dropped in training.</summary>
    [Range(0, 0.95)]
    public double Dropout { get; set; } = 0.2;

    /// <summary>Labelled boxes of a training picture whose crops are embedded, those of rare classes first.</summary>
    [Range(1, 1000)]
    public int LabelledPerPicture { get; set; } = 3;

    /// <summary>Weight of the contrast between whole pictures and their captions.</summary>
    [Range(0, 100.0)]
    public double CaptionWeight { get; set; } = 0.3;

    /// <summary>Weight of the base classes' names on labelled crops.</summary>
    [Range(0, 100.0)]
    public double LabelWeight { get; set; } = 0.3;

    /// <summary>Weight of the network's own names on crops nobody labelled.</summary>
    [Range(0, 100.0)]
    public double NamesWeight { get; set; } = 1;
}

/// <summary>Trains the region embedding head on the eyes' cached map.</summary>
public sealed record VildSettings : OpenVocabularySettings
{
    /// <summary>Stage with the crop encoder whose embeddings the image branch learns; empty = no image branch.</summary>
    public string Crops { get; set; } = "crop-encoder";

    /// <summary>1 = ViLD, one head for both branches; 2 = ViLD-ensemble, a head each.</summary>
    [Range(1, 2)]
    public int Heads { get; set; } = 2;

    /// <summary>Width of a head's hidden layer.</summary>
    [Range(1, 65536)]
    public int Hidden { get; set; } = 512;

    /// <summary>Weight of the text branch; 0 = none.</summary>
    [Range(0, 100.0)]
    public double TextWeight { get; set; } = 1;

    /// <summary>Weight of the image branch: 0.5 to 2 in ViLD.</summary>
    [Range(0, 100.0)]
    public double ImageWeight { get; set; } = 0.5;
}
