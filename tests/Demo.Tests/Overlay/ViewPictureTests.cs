using System.Numerics;
using VlDistill.Demo.Overlay;
using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Tests.Overlay;

/// <summary>Every view and panel against a kept picture; see <see cref="GoldenPicture"/> for the tolerance.</summary>
[Collection("display")]
public sealed class ViewPictureTests
{
    private const int Width = 640;
    private const int Height = 360;

    [DisplayFact]
    public void Draw_Single_IsAsKept() => Check("single", scene => scene.View.View = View.Single);

    [DisplayFact]
    public void Draw_SideBySide_IsAsKept() => Check("side", _ => { });

    [DisplayFact]
    public void Draw_Difference_IsAsKept() => Check("difference", scene => (scene.View.View, scene.View.Word) = (View.Difference, 1));

    [DisplayFact]
    public void Draw_Inspector_IsAsKept() => Check("inspector", scene => (scene.View.View, scene.View.Word, scene.View.Layer, scene.View.Head) = (View.Inspector, 1, 1, 2));

    [DisplayFact]
    public void Draw_InspectorOfOneModel_IsAsKept() => Check("inspector-one", scene => (scene.View.View, scene.View.Word) = (View.Inspector, 1), ["student"]);

    [DisplayFact]
    public void Draw_RegionChosen_IsAsKept() => Check("region", scene => (scene.View.View, scene.View.Region) = (View.Difference, 51));

    [DisplayFact]
    public void Draw_Answers_IsAsKept() => Check("answers", scene => scene.Answer("how many people"));

    [DisplayFact]
    public void Draw_FiguresAndHistory_IsAsKept() => Check("panels", scene => (scene.View.FiguresShown, scene.View.HistoryShown) = (true, true));

    [DisplayFact]
    public void Draw_Find_IsAsKept() => Check("find", scene => scene.Find("a person", "something brown", "red bus", "emu"));

    [DisplayFact]
    public void Draw_FindWithLowerThresholdInSingleView_IsAsKept() => Check("find-single", scene =>
    {
        scene.Find("a person", "something brown", "red bus", "emu");
        scene.View.View = View.Single;
        scene.View.StepThreshold(-2);
    });

    [DisplayFact]
    public void Draw_FindByLabelsOnly_IsAsKept() => Check("find-labels", scene =>
    {
        scene.Find("person");
        scene.Stage.Found = scene.Stage.Found! with { Problem = "no open-vocabulary head in this bundle", Prompts = ["person", "red bus"] };
    });

    [DisplayFact]
    public void Draw_Tags_IsAsKept() => Check("tags", scene => scene.View.TagsShown = true);

    [DisplayFact]
    public void Draw_TagsInSingleView_IsAsKept() => Check("tags-single", scene => (scene.View.View, scene.View.TagsShown) = (View.Single, true));

    [DisplayFact]
    public void Draw_Graph_IsAsKept() => Check("graph", scene => scene.Relate());

    [DisplayFact]
    public void Draw_GraphWithoutItsList_IsAsKept() => Check("graph-plain", scene =>
    {
        scene.Relate();
        scene.View.SentencesShown = false;
    });

    [DisplayFact]
    public void Draw_GraphOfOneModelThatRelatesNothing_IsAsKept() => Check("graph-none", scene =>
    {
        (scene.View.View, scene.View.GraphShown) = (View.Single, true);
        scene.Stage.Feeds[0].Unrelated = "student has no relation network in this bundle";
    });

    [DisplayFact]
    public void Draw_ArrowChosen_IsAsKept() => Check("graph-chosen", scene =>
    {
        scene.Relate();
        scene.View.Edge = (scene.Stage.Tracker.TrackOf(0), scene.Stage.Tracker.TrackOf(3));
    });

    [DisplayFact]
    public void Draw_AllPanels_IsAsKept() => Check("panels-all", scene => (scene.View.FiguresShown, scene.View.HistoryShown, scene.View.TagsShown) = (true, true, true));

    [DisplayFact]
    public void Draw_EntryAndNotice_IsAsKept() => Check("entry", scene =>
    {
        scene.View.Open(EntryKind.Ask);
        scene.View.Text.Insert("how many people?");
        scene.Hud.Notice = "camera 0 is gone; trying again";
    });

    [DisplayFact]
    public void Draw_Help_IsAsKept() => Check("help", scene => scene.View.HelpShown = true);

    [DisplayFact]
    public void Check_OneBoxInAnotherColour_Fails()
    {
        if (Environment.GetEnvironmentVariable("VLDISTILL_GOLDEN") == "write") return;
        Assert.Throws<Xunit.Sdk.FailException>(() => Check("side", scene => scene.Stage.Found = new FindResult(["person"], null, [new(1, 0, 0.9f)])));
    }

    [DisplayTheory]
    [InlineData(854, 480, false, true)]
    [InlineData(960, 540, true, true)]
    [InlineData(540, 960, true, false)]
    public void Draw_LongWordsAndPortraits_NothingToClickLeavesTheScreenOrItsPanel(int width, int height, bool portrait, bool longWords)
    {
        using var scene = new ViewScene(width, height, ["student", "teacher"], portrait, longWords);
        foreach (var view in Enum.GetValues<View>())
        {
            scene.View.View = view;
            if (view == View.SideBySide) scene.Relate();
            scene.View.TagsShown = view is View.Single or View.Difference;
            scene.Find("an uncharacteristically colourful mountain bicycle in front of a greenhouse", "dog", "tie", "bus");
            scene.Draw();
            foreach (var kind in Enum.GetValues<HitKind>())
                foreach (var target in scene.Screen.Hits.All(kind))
                {
                    var (x, y) = scene.Screen.Hits.Find(target)!.Value;
                    Assert.True(x >= 0 && x < width && y >= 0 && y < height, $"{view}: {target} at {x}, {y}");
                }
        }
    }

    private static void Check(string name, Action<ViewScene> prepare, string[]? models = null)
    {
        using var scene = new ViewScene(Width, Height, models ?? ["student", "teacher"]);
        // The caret of an entry blinks with the clock, which is the same in every run.
        prepare(scene);
        GoldenPicture.Check(name, scene.Draw(new Vector2(-1, -1)), Width, Height);
    }
}
