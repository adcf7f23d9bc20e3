using Silk.NET.Input;
using VlDistill.Demo.Views;

namespace VlDistill.Demo.Tests.Views;

public sealed class ViewStateTests
{
    private readonly ViewState view = new() { Available = ["student", "plain", "teacher"], Left = "student", Right = "teacher", Grid = new(3, 4) };
    private readonly List<string> asked = [];
    private int quits;

    [Fact]
    public void Press_N_GoesThroughTheModelsThatAreNotOnTheLeft()
    {
        Press(Key.N);
        Assert.Equal(("student", "plain"), (view.Left, view.Right));
        Press(Key.N);
        Assert.Equal(("student", "teacher"), (view.Left, view.Right));
        Assert.Equal(["student plain", "student teacher"], asked);
    }

    [Fact]
    public void Press_MWithTwoModels_ChangesThePlaces()
    {
        view.Available = ["student", "teacher"];
        Press(Key.M);
        Assert.Equal(("teacher", "student"), (view.Left, view.Right));
    }

    [Fact]
    public void Press_NBesideOneModel_AddsAnother()
    {
        view.Right = "";
        Press(Key.N);
        Assert.Equal(("student", "plain"), (view.Left, view.Right));
    }

    [Fact]
    public void Press_MInTheSingleView_GoesThroughAllModels()
    {
        view.View = View.Single;
        var seen = new List<string>();
        for (int i = 0; i < 3; i++)
        {
            Press(Key.M);
            seen.Add(view.Left);
        }

        Assert.Equal(["plain", "teacher", "student"], seen);
    }

    [Fact]
    public void Press_ArrowsInRollout_LeaveItForALayerAndHead()
    {
        Press(Key.X);
        Press(Key.X);
        Assert.Equal(Reduction.Rollout, view.Reduction);
        Press(Key.Down);
        Press(Key.PageDown);
        Assert.Equal(new MapChoice(Reduction.Mean, 0, 0), view.Choice);
        Press(Key.Up);
        Press(Key.Up);
        Assert.Equal(2, view.Layer);
    }

    [Fact]
    public void Press_EscapeTwice_LetsGoFirstAndThenQuits()
    {
        view.Word = 2;
        Press(Key.Escape);
        Assert.False(view.Held);
        Assert.Equal(0, quits);
        Press(Key.Escape);
        Assert.Equal(1, quits);
    }

    [Fact]
    public void Type_Question_IsAskedAndRecalled()
    {
        var controls = Controls();
        controls.Press(Key.Slash);
        controls.Paste("hwo\n many?");
        controls.Press(Key.Home);
        controls.Press(Key.Right);
        controls.Press(Key.Delete);
        controls.Press(Key.Right);
        controls.Type('w');
        controls.Press(Key.Enter);
        Assert.Equal(["ask how many?"], asked);
        Assert.True(view.AnswersShown && view.Entry == EntryKind.None);

        controls.Press(Key.Slash);
        controls.Press(Key.Up);
        Assert.Equal("how many?", new string(view.Text.Text));
        controls.Press(Key.Escape);
        Assert.Equal(0, quits);
    }

    [Fact]
    public void Type_LettersThatAreKeys_DoNothingButWrite()
    {
        var controls = Controls();
        controls.Press(Key.P);
        controls.Press(Key.Q);
        controls.Type('q');
        Assert.Equal("q", new string(view.Text.Text));
        Assert.Equal(0, quits);
    }

    [Theory]
    [InlineData("1280x720", true)]
    [InlineData("1281x720", false)]
    [InlineData("1280", false)]
    [InlineData("-2x10", false)]
    [InlineData("99999999999x720", false)]
    [InlineData("16x16", false)]
    public void WindowSize_Text_IsTakenOrRefusedWithAReason(string text, bool fits) => Assert.Equal(fits, WindowSize.Problem(text) is null);

    [Theory]
    [InlineData("4 Right Shift+Down G", null)]
    [InlineData("/ 'how many people?' Enter", null)]
    [InlineData("Foo", "Foo")]
    [InlineData("/ 'open", "quotation")]
    public void KeyScript_Text_IsTakenOrRefusedWithAReason(string text, string? reason)
    {
        string? problem = KeyScript.Problem(text);
        if (reason is null) Assert.Null(problem);
        else Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    private void Press(Key key) => Controls().Press(key);

    private ViewControls Controls() => new(view, new DemoActions
    {
        Pause = () => { },
        FullScreen = () => { },
        Snapshot = () => { },
        Quit = () => quits++,
        Record = () => { },
        NextCamera = () => { },
        Show = models => asked.Add(string.Join(' ', models)),
        Ask = question => asked.Add("ask " + question),
        Find = _ => { },
        Load = _ => { },
    });
}
