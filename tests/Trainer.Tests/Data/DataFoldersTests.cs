using VlDistill.Trainer.Data;
using VlDistill.Trainer.Data.Scenes;

namespace VlDistill.Trainer.Tests.Data;

public sealed class DataFoldersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_FlickrLayout_KeepsTheSplitsAndReadsPictures()
    {
        WriteFlickr();
        var data = DataFolders.Parse([$"photos={folder.Path}"]).Open("photos");

        Assert.Equal(["scene00000.png", "scene00001.png"], data.Train.Select(s => s.Id));
        Assert.Equal(["scene00002.png"], data.Dev.Select(s => s.Id));
        Assert.Equal(["scene00003.png"], data.Test.Select(s => s.Id));
        Assert.Equal(["a ball", "one ball"], data.Train[0].Captions);
        Assert.Null(data.Train[0].Boxes);
        Assert.Equal((SceneData.FileSize, SceneData.FileSize), data.Measure(data.Train[0]));
        var (file, drawn) = (new byte[32 * 32 * 3], new byte[32 * 32 * 3]);
        data.Read(data.Train[0], 32, file);
        ScenePainter.Draw(SceneData.Of("scene00000.png"), 32, drawn);
        Assert.True(file.Zip(drawn).Average(p => Math.Abs(p.First - p.Second)) < 12, "the file holds the same picture, red first");
    }

    [Fact]
    public void Open_CocoLayout_HoldsOutTheLastThirdAndSkipsUnlabelled()
    {
        var scenes = SceneData.Open(7, 0, 0).Train;
        SceneData.WritePictures(scenes, Path.Combine(folder.Path, "train2017"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "annotations"));
        var images = string.Join(',', scenes.Select((s, i) => $$"""{"id":{{i + 1}},"file_name":"{{s.Id}}","width":100,"height":50,"has_boxes":{{(i == 0 ? "false" : "true")}}}"""));
        File.WriteAllText(Path.Combine(folder.Path, "annotations", "instances_x.json"),
            $$"""{"images":[{{images}}],"annotations":[{"id":1,"image_id":2,"category_id":3,"bbox":[10,10,50,20]}],"categories":[{"id":1,"name":"ball"},{"id":3,"name":"star"}]}""");

        var data = DataFolders.Parse([$"coco={folder.Path}"]).Open("coco");

        Assert.Equal([1, 2, 3, 4], data.Train.Select(s => int.Parse(s.Id[5..10])));
        Assert.Equal([5, 6], data.Test.Select(s => int.Parse(s.Id[5..10])));
        Assert.Equal(["ball", "star"], data.Labels);
        Assert.Equal(1, data.Train[0].Boxes![0].Label);
        Assert.Equal(0.6f, data.Train[0].Boxes![0].Box.X2, 1e-6);
    }

    [Fact]
    public void Open_MissingOrStrangeFolder_SaysWhatToDo()
    {
        Assert.Contains("--data flickr8k=DIR", Assert.Throws<UserException>(() => DataFolders.Parse([]).Open("flickr8k")).Message);
        Assert.Contains("neither", Assert.Throws<UserException>(() => DataFolders.Parse([$"x={folder.Path}"]).Open("x")).Message);
        Assert.Contains("NAME=DIR", Assert.Throws<UserException>(() => DataFolders.Parse(["x"])).Message);
        Assert.Contains("/nowhere", Assert.Throws<UserException>(() => DataFolders.Parse(["x=/nowhere"])).Message);
        Assert.Contains("weights=DIR", Assert.Throws<UserException>(() => DataFolders.Parse([]).Weight("a.onnx")).Message);
    }

    private void WriteFlickr()
    {
        var scenes = SceneData.Open(4, 0, 0).Train;
        SceneData.WritePictures(scenes, Path.Combine(folder.Path, "Images"));
        File.WriteAllLines(folder.File("Flickr8k.token.txt"), scenes.SelectMany(s => new[] { $"{s.Id}#0\ta ball", $"{s.Id}#1\tone ball" }));
        File.WriteAllLines(folder.File("Flickr_8k.trainImages.txt"), scenes.Take(2).Select(s => s.Id));
        File.WriteAllLines(folder.File("Flickr_8k.devImages.txt"), [scenes[2].Id]);
        File.WriteAllLines(folder.File("Flickr_8k.testImages.txt"), [scenes[3].Id]);
    }
}
