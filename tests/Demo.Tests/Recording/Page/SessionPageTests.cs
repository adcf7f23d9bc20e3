using System.Text.RegularExpressions;
using VlDistill.Demo.Recording;
using VlDistill.Demo.Recording.Page;
using VlDistill.Demo.Recording.Replay;
using VlDistill.Demo.Tests.Recording.Replay;

namespace VlDistill.Demo.Tests.Recording.Page;

public sealed class SessionPageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_Recording_IsOnePageWithoutOutsideRequests()
    {
        string page = File.ReadAllText(Export());

        Assert.Equal(["index.html"], Directory.GetFiles(folder.File("page")).Select(Path.GetFileName));
        Assert.DoesNotMatch("""(src|href)="(?!data:)|url\(|https?://|import |fetch\(""", page);
        Assert.DoesNotContain("/*", Regex.Match(page, "<script type=\"application/json\".*?</script>", RegexOptions.Singleline).Value, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(page, "\"picture\":\"/9j/"));
    }

    [Fact]
    public void Write_Relations_StandAsSentencesWithNumberedThings()
    {
        string page = File.ReadAllText(Export(related: true));

        Assert.Contains("thing 2 \\u2013 on \\u2192 thing 1 0.75", page, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page, "\\\\u2192 thing"));
    }

    [Fact]
    public void Write_TextThatLooksLikeAnElement_CannotLeaveItsScript()
    {
        string path = RecordedFolder.Write(folder), lines = Path.Combine(path, "session.jsonl");
        File.WriteAllText(lines, File.ReadAllText(lines).Replace("is it a thing?", "</script><b>", StringComparison.Ordinal));

        string page = File.ReadAllText(SessionPage.Write(RecordedSession.Open(path), folder.File("page")));

        Assert.DoesNotContain("</script><b>", page, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public void Write_OpenedInChromium_ShowsSentencesAnswersAndFigures()
    {
        string dom = Chromium.Dom(Export());

        Assert.Matches("""class="word"[^>]*>first</button><button class="word"[^>]*>thing<""", dom);
        Assert.Contains("second thing", dom, StringComparison.Ordinal);
        Assert.Contains("is it a thing?", dom, StringComparison.Ordinal);
        Assert.Contains("yes (75 %)", dom, StringComparison.Ordinal);
        Assert.Contains("5.0 M parameters", dom, StringComparison.Ordinal);
        Assert.Matches("<dt>table</dt><dd><span class=\"track\"><span class=\"bar\" style=\"width: 75%;\"></span></span>75 %</dd><dt>indoors</dt>", dom);
        Assert.Equal(3, Regex.Count(dom, "<img src=\"data:image/jpeg"));
    }

    [ChromiumFact]
    public void Write_PointingAtAWord_ChangesThePictureAndNamesTheRegion()
    {
        string dom = Chromium.Dom(WithScript("""
            const before = $("picture").toDataURL();
            const word = document.querySelectorAll(".word")[1];
            word.dispatchEvent(new PointerEvent("pointerenter"));
            report("during", String($("picture").toDataURL() !== before));
            report("looked", $("regions").textContent);
            word.dispatchEvent(new PointerEvent("pointerleave"));
            report("after", String($("picture").toDataURL() === before));
            """));

        Assert.Contains("during:true;", dom, StringComparison.Ordinal);
        Assert.Contains("looked:“thing” looked at thing (100 %)", dom, StringComparison.Ordinal);
        Assert.Contains("after:true;", dom, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public void Write_PointingAtABoxAndKeys_MarkWordsAndTurnPages()
    {
        string dom = Chromium.Dom(WithScript("""
            document.querySelector(".box").dispatchEvent(new PointerEvent("pointerenter"));
            report("marked", [...document.querySelectorAll(".word")].map(w => w.style.background.includes("0.7") ? 1 : 0).join(""));
            dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
            report("next", document.querySelector(".word").textContent);
            choose({ way: "one", layer: 1, head: 1 });
            document.querySelector(".word").click();
            report("head", $("regions").textContent);
            document.querySelector(".answer").click();
            document.querySelector(".word").click();
            report("asked", document.querySelector(".reply").textContent + $("regions").textContent);
            """));

        Assert.Contains("marked:0101;", dom, StringComparison.Ordinal);
        Assert.Contains("next:second;", dom, StringComparison.Ordinal);
        Assert.Contains("asked:yes (75 %)“thing” looked at thing (100 %)", dom, StringComparison.Ordinal);
        Assert.Contains("head:“second” looked at cell 1/1 (100 %)", dom, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public void Write_Relations_StandBeneathTheirModelsSentence()
    {
        string dom = Chromium.Dom(WithScript("""
            goTo(1);
            report("told", [...document.querySelectorAll(".relations li")].map(line => line.textContent).join("|"));
            """, related: true));

        Assert.Contains("told:thing 2 – on → thing 1 0.75|thing 2 – near → thing 1 0.75;", dom, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NothingSaid_IsOneClearLine()
    {
        string path = RecordedFolder.Write(folder);
        File.WriteAllText(Path.Combine(path, "session.jsonl"), "");

        Assert.Contains("no sentence", Assert.Throws<UserException>(() => SessionPage.Write(RecordedSession.Open(path), folder.File("page"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_SameSentenceAgain_IsLeftOut()
    {
        var chosen = KeyFrames.Choose([Line(1, 0, "a"), Line(2, 1, "a"), Line(3, 2, "b"), Line(4, 3, "a")], limit: 10);

        Assert.Equal([1, 3, 4], chosen.Select(f => f[0].Frame));
    }

    [Fact]
    public void Choose_FrameOfOneModelBesideOneOfBoth_IsLeftOut()
    {
        var chosen = KeyFrames.Choose([Line(1, 0, "a"), Line(1, 0, "x", "teacher"), Line(2, 0.5, "b"), Line(3, 9, "c")], limit: 10);

        Assert.Equal([1, 3], chosen.Select(f => f[0].Frame));
    }

    [Fact]
    public void Choose_MoreThanTheLimit_SpreadsThem() =>
        Assert.Equal([0, 25, 50, 75], KeyFrames.Choose(Enumerable.Range(0, 100).Select(i => Line(i, i, $"{i}")), limit: 4).Select(f => f[0].Frame));

    private static SessionLine Line(long frame, double time, string caption, string model = "student") =>
        new(time, model, frame, time, caption, [], [], null, new SessionTimes(0, 0, 0, 0, 0, 0, 0));

    private string Export(bool related = false) => SessionPage.Write(RecordedSession.Open(RecordedFolder.Write(folder, related: related)), folder.File("page"));

    // The page with a script that runs once the first picture is there and leaves its findings in the title.
    private string WithScript(string script, bool related = false)
    {
        string page = Export(related);
        File.WriteAllText(page, File.ReadAllText(page).Replace("</body>", $$"""
            <script>
            const report = (name, value) => document.title += `${name}:${value};`;
            image.decode().then(() => { draw(); {{script}} }).catch(e => report("failed", e));
            </script></body>
            """, StringComparison.Ordinal));
        return page;
    }
}
