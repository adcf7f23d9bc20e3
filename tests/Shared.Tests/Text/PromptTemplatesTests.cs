using VlDistill.Bundles;
using VlDistill.Text;

namespace VlDistill.Tests.Text;

public sealed class PromptTemplatesTests
{
    [Theory]
    [InlineData("dog", "a photo of a dog")]
    [InlineData("an Apple", "a photo of an apple")]
    [InlineData("orange_juice", "a photo of an orange juice")]
    [InlineData("umbrella", "a photo of an umbrella")]
    [InlineData("unicycle", "a photo of a unicycle")]
    [InlineData("scissors", "a photo of scissors")]
    [InlineData("bus", "a photo of a bus")]
    [InlineData("the  wine glass ", "a photo of a wine glass")]
    public void Of_Name_TakesItsArticle(string name, string expected) => Assert.Equal(expected, PromptTemplates.Of(name)[1]);

    [Fact]
    public void Of_NameWithArticle_IsTheSameAsWithout() => Assert.Equal(PromptTemplates.Of("fire hydrant"), PromptTemplates.Of("a Fire Hydrant"));

    [Fact]
    public void Bare_ArticleAlone_Stays() => Assert.Equal("the", PromptTemplates.Bare("the"));

    [Fact]
    public void Synonyms_Shipped_CoverTheDetectorsClasses()
    {
        string[] labels = File.ReadAllLines(Path.Combine(Bundle.DefaultFolder, "labels.txt"));
        Assert.Equal(labels.Order(), ClassSynonyms.Shipped.Names.Order());
    }

    [Fact]
    public void Synonyms_OfPhrase_BeginWithItself()
    {
        Assert.Equal(["couch", "sofa", "loveseat"], ClassSynonyms.Shipped.Of("A couch"));
        Assert.Equal(["red bus"], ClassSynonyms.Shipped.Of("the red bus"));
    }

    [Theory]
    [InlineData("dog puppy")]
    [InlineData("dog: puppy", "dog: hound")]
    public void Synonyms_BadList_IsRefused(params string[] lines) => Assert.Throws<UserException>(() => new ClassSynonyms(lines));
}
