using TorchSharp;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>Scores a finished head on the test pictures with class names as another text encoder embeds them; writes test.json as the head's own stage does.</summary>
public sealed class VildTextStage(VildTextSettings settings, RunContext context, StageFolder folder)
{
    /// <exception cref="UserException">The head has not finished, or its embeddings have another width than the encoder's.</exception>
    public object Run()
    {
        var head = context.Recipe.Stages.OfType<VildSettings>().FirstOrDefault(s => s.Name == settings.Head)
            ?? throw new UserException($"stage {settings.Name}: head \"{settings.Head}\" is no vild stage of {context.Recipe.Source}.");
        var trained = context.Finished(settings.Head);
        torch.set_num_threads(1);
        File.Copy(trained.Best, folder.Best, overwrite: true);
        // Crops teach and are not needed for a test.
        using var task = new VildTask(head with { Text = settings.Text, Crops = "" }, context, folder);
        task.WriteTest(head.Lanes);
        return new { head = trained.Path, text = settings.Text, figures = VildFigures.Read(folder).Figures.Count };
    }
}
