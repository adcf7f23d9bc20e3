using VlDistill.Bundles;
using VlDistill.Demo.Capture;
using VlDistill.Demo.Recording.Replay;
using VlDistill.Frames;
using VlDistill.Inference;
using VlDistill.Regions;

namespace VlDistill.Demo.Diagnostics;

/// <summary>Opens a source, a recording or a bundle on the ways the demo takes, and uses a little of it.</summary>
public static class InputCheck
{
    private const int Pictures = 12, ReplayedPictures = 60;
    private const string Manifest = BundleManifest.FileName;

    /// <summary>What is there, in one line: a bundle where the folder has a manifest, a recording where it has a session, or else a source.</summary>
    /// <exception cref="UserException">It cannot be used; the message names it and says why.</exception>
    public static string Run(string path) =>
        File.Exists(Path.Combine(path, Manifest)) ? Bundle(path) : RecordedSession.IsAt(path) ? Recording(path) : Source(path);

    private static string Source(string path)
    {
        using var source = new SourceSelector(new FrameWriter(new FramePool(), new HurriedClock()), SourceSelector.DefaultReelFolder).Open(path);
        string size = "";
        int read = 0;
        // A live source may have none for a moment.
        for (int attempts = 0; read < Pictures && attempts < 3 * Pictures && !source.Ended; attempts++)
        {
            using var frame = source.Next(CancellationToken.None);
            if (frame is null) continue;
            size = $"{frame.Width}x{frame.Height}";
            read++;
        }

        if (read == 0) throw new UserException($"{path}: opens, but gives no picture; give another source");
        return $"plays, {size}{(source.Notice is { } notice ? $"; {notice}" : "")}";
    }

    private static string Recording(string path)
    {
        var clock = new HurriedClock();
        var replay = new SessionReplay(RecordedSession.Open(path));
        int said = 0;
        using var stage = replay.OpenStage(clock, (_, _) => said++);
        using var source = replay.OpenSource(new FrameWriter(new FramePool(), clock));
        for (int i = 0; i < ReplayedPictures; i++)
        {
            if (source.Next(CancellationToken.None) is { } frame) stage.Frames.Put(frame);
            stage.Step();
            stage.Update();
        }

        return $"replays, {said} captions{(source.Notice is { } notice ? $"; {notice}" : "")}";
    }

    private static string Bundle(string folder)
    {
        var bundle = Bundles.Bundle.Load(folder);
        using var eyes = bundle.OpenEyes(Device.Cpu, threads: 1);
        var gray = new byte[64 * 48 * 3];
        Array.Fill(gray, (byte)127);
        using var frame = new Frame(0, TimeSpan.Zero, 64, 48, gray);
        var (perception, features) = eyes.See(frame);
        using var seen = features;
        var pair = perception with { Regions = RegionSet.From([new Region(new Box(0, 0, 0.5f, 1), 0, 1), new Region(new Box(0.5f, 0, 1, 1), 0, 1)]) };
        var relating = new List<string>();
        foreach (string name in bundle.Manifest.Models.Keys)
        {
            using var model = bundle.OpenModel(name, Device.Cpu, threads: 1);
            model.Describe(frame, perception, features, new DecodingOptions());
            if (model.Predicates.Count == 0) continue;
            model.Relate(frame, pair, features, [bundle.Labels[0], bundle.Labels[0]]);
            relating.Add(name);
        }

        using var names = bundle.OpenVocabulary(Device.Cpu);
        names?.Score(features, [Box.Whole], ["red bus"]);
        return $"works: {string.Join(", ", bundle.Manifest.Models.Keys)}{(names is null ? "" : "; finds by any name")}{(relating.Count == 0 ? "" : $"; {string.Join(" and ", relating)} relate{(relating.Count == 1 ? "s" : "")} things")}";
    }

    // Nobody watches: a waiting source is told at once that the time has come.
    private sealed class HurriedClock : IClock
    {
        public TimeSpan Now { get; private set; }

        public void WaitUntil(TimeSpan due, CancellationToken stop) => Now = due > Now ? due : Now;
    }
}
