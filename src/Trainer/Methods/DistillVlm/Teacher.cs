using System.Text.Json.Nodes;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>A trained transformer to learn from, with its own eyes.</summary>
/// <param name="Stage">Its name in the run.</param>
/// <param name="Checkpoint">Its best one.</param>
/// <param name="Regions">Its region tokens.</param>
/// <param name="Config">Its transformer.</param>
/// <param name="Classes">Classes of its classifier, 0 without one.</param>
/// <param name="Identity">Hash of its weights and of what it sees with.</param>
public sealed record Teacher(string Stage, string Checkpoint, RegionReader Regions, VlConfig Config, int Classes, string Identity)
{
    /// <summary>A finished stage as teacher, with the eyes and boxes it was trained with.</summary>
    /// <exception cref="UserException">The stage has not finished or is no transformer.</exception>
    public static Teacher Open(RunContext context, DataSet data, string stage)
    {
        var folder = context.Finished(stage);
        var settings = JsonNode.Parse(File.ReadAllText(folder.Config))?["settings"];
        if ((Text("eyes"), Text("boxes")) is not ({ } eyes, { } boxes))
            throw new UserException($"distil.teacher: stage {stage} reads no regions, it cannot teach; name a caption, pretrain or answer stage.");
        var (config, classes) = TrainedTransformer.Shape(folder.Best);
        return new Teacher(stage, folder.Best, RegionReader.Open(context, data, eyes, boxes, settings?["grid"]?.GetValue<bool>() ?? true), config, classes,
            $"{CacheKey.OfFile(folder.Best)} {CacheKey.OfFile(context.Finished(eyes).Best)}");

        string? Text(string key) => settings?[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
    }

    /// <exception cref="UserException">It does not speak the student's words or cannot read its texts; the message names both stages.</exception>
    /// <param name="folder">The student's, with its words and, where it has them, answers.</param>
    /// <param name="longestText">Tokens.</param>
    public void RequireFits(RunContext context, StageFolder folder, int longestText)
    {
        var student = folder.Name;
        RequireSame(TextNetwork.VocabularyFile, "vocabularies");
        if (File.Exists(folder.In(AnswerTask.AnswersFile))) RequireSame(AnswerTask.AnswersFile, "answers");
        if (Config.Positions < longestText)
            throw new UserException($"stage {student} has texts of {longestText} tokens, its teacher {Stage} reads {Config.Positions}; give both the same maxWords.");

        void RequireSame(string file, string what)
        {
            var theirs = context.Finished(Stage).In(file);
            if (!File.Exists(theirs) || !File.ReadAllBytes(theirs).AsSpan().SequenceEqual(File.ReadAllBytes(folder.In(file))))
                throw new UserException($"stage {student} and its teacher {Stage} have different {what}; train them on the same data with the same minimum uses.");
        }
    }
}
