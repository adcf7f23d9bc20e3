using VlDistill.Trainer.Data.Questions;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;

namespace VlDistill.Trainer.Tests.Data.Questions;

public sealed class GeneratorTests
{
    private static readonly Thing dog = Thing.All.Single(t => t.Name == "a dog");

    [Fact]
    public void IsThere_BoxAloneOrOneCaptionAlone_IsNotEnough()
    {
        Assert.True(PresenceQuestions.IsThere(Picture(0, ["dog"], "a dog runs", "it is fast"), dog));
        Assert.True(PresenceQuestions.IsThere(Picture(0, [], "a dog runs", "the puppy plays"), dog));
        Assert.False(PresenceQuestions.IsThere(Picture(0, ["dog"], "a man walks"), dog));
        Assert.False(PresenceQuestions.IsThere(Picture(0, [], "a dog runs", "a man walks"), dog));
    }

    [Fact]
    public void IsAbsent_BoxCaptionOrHint_LeavesItOpen()
    {
        Assert.True(PresenceQuestions.IsAbsent(Picture(0, ["person"], "a man walks"), dog));
        Assert.False(PresenceQuestions.IsAbsent(Picture(0, ["dog"], "a man walks"), dog));
        Assert.False(PresenceQuestions.IsAbsent(Picture(0, [], "a man walks", "a man and his dog"), dog));
        Assert.False(PresenceQuestions.IsAbsent(Picture(0, [], "an animal runs"), dog));
    }

    [Fact]
    public void Presence_EveryThing_HasAsManyYesAsNo()
    {
        var questions = PresenceQuestions.Find(Mixed(90), 3, 5, 1);

        Assert.NotEmpty(questions);
        Assert.All(questions.GroupBy(q => q.Subject), thing => Assert.Equal(thing.Count(q => q.Answer == "yes"), thing.Count(q => q.Answer == "no")));
        Assert.InRange(questions.Count, 1, 3 * 90);
    }

    [Theory]
    [InlineData("a man and a woman walk", 2)]
    [InlineData("two boys and a girl on a beach", 3)]
    [InlineData("a couple of men sit", 2)]
    [InlineData("a man holds the man 's hat", 1)]
    [InlineData("men walk", null)]
    [InlineData("a group of three men", null)]
    [InlineData("a dog runs", null)]
    public void Counted_Caption_SaysHowManyPeople(string caption, int? expected) =>
        Assert.Equal(expected, CountQuestions.Counted(caption.Split(' '), CaptionWords.Person, CaptionWords.People));

    [Fact]
    public void Count_BoxesAndCaptionsDiffer_AsksNothing()
    {
        Assert.Equal("2", Assert.Single(CountQuestions.Find([Picture(0, ["person", "person"], "two men sit", "two people sit")], 1)).Answer);
        Assert.Empty(CountQuestions.Find([Picture(0, ["person"], "two men sit", "two people sit")], 1));
        Assert.Empty(CountQuestions.Find([Picture(0, ["person", "person"], "two men sit", "two people in a crowd")], 1));
    }

    [Fact]
    public void Color_CaptionsAgree_AsksForIt()
    {
        var question = Assert.Single(ColorQuestions.Find([Picture(0, ["person"], "a man in a red shirt", "a man in a red soccer shirt")], 1));

        Assert.Equal(("shirt", "red"), (question.Subject, question.Answer));
    }

    [Theory]
    [InlineData("a man in a red shirt", "a man in a blue shirt")]
    [InlineData("a man in a red and white shirt", "a man")]
    [InlineData("a man in a red shirt", "two men in shirts")]
    public void Color_Ambiguous_AsksNothing(string first, string second) => Assert.Empty(ColorQuestions.Find([Picture(0, ["person"], first, second)], 1));

    [Fact]
    public void Color_DogOfTwoColors_NamesBothInOneOrder()
    {
        var questions = ColorQuestions.Find([Picture(0, ["dog"], "a white and black dog runs", "the black and white dog runs")], 1);

        Assert.Equal("black and white", Assert.Single(questions).Answer);
    }

    [Fact]
    public void Action_MostCaptionsAgree_AsksForIt()
    {
        var question = Assert.Single(ActionQuestions.Find([Picture(0, [], "a man in a hat is riding a bike", "a man rides a bike", "a man on a road", "a man looks up")]));

        Assert.Equal(("What is the man doing?", "riding"), (question.Text, question.Answer));
    }

    [Theory]
    [InlineData("a man is riding a bike", "a man is walking")]
    [InlineData("a man is riding a bike", "two men are riding")]
    [InlineData("a man by the swings", "a man in a swimming pool")]
    public void Action_AmbiguousOrNoVerb_AsksNothing(string first, string second) => Assert.Empty(ActionQuestions.Find([Picture(0, [], first, second)]));

    [Fact]
    public void Cap_OneUsualAnswer_KeepsAtMostTheShare()
    {
        GeneratedQuestion[] questions = [.. Enumerable.Range(0, 20).Select(i => new GeneratedQuestion(i, "color", "dog", "q", i < 14 ? "black" : i < 18 ? "white" : "tan"))];
        var kept = AnswerBalance.Cap(questions, 0.5, 1);

        Assert.Equal(6, kept.Count(q => q.Answer == "black"));
        Assert.Equal(6, kept.Count(q => q.Answer != "black"));
        Assert.Equal(kept, AnswerBalance.Cap(questions, 0.5, 1));
        Assert.Empty(AnswerBalance.Cap(questions[..10], 0.5, 1));
    }

    [Fact]
    public void Generate_SameSeed_GivesTheSame()
    {
        var pictures = Mixed(60);

        Assert.Equal(QuestionsStage.Generate(pictures, new QuestionsSettings(), 4), QuestionsStage.Generate(pictures, new QuestionsSettings(), 4));
        Assert.NotEqual(QuestionsStage.Generate(pictures, new QuestionsSettings(), 4), QuestionsStage.Generate(pictures, new QuestionsSettings(), 5));
    }

    private static PictureFacts[] Mixed(int count) => [.. Enumerable.Range(0, count).Select(i => (i % 3) switch
    {
        0 => Picture(i, ["dog"], "a black dog runs on grass", "a dog is running"),
        1 => Picture(i, ["person"], "a man in a red hat rides", "a man is riding in snow"),
        _ => Picture(i, ["person", "person"], "two women walk", "two women in snow"),
    })];

    private static PictureFacts Picture(int number, string[] boxes, params string[] captions) => PictureFacts.Of(number, captions, boxes);
}
