using VlDistill.Datasets;

namespace VlDistill.Trainer.Commands;

/// <summary>Finds the picture of every question: by its file name where the question has one, by COCO's number otherwise.</summary>
public static class QuestionedPictures
{
    /// <summary>Questions by their picture's path, no two of which end in the same file name; pictures without a question are left out.</summary>
    /// <param name="source">The questions' file, for messages.</param>
    /// <exception cref="UserException">A question's picture is not there; names the first.</exception>
    public static IReadOnlyDictionary<string, List<VqaQuestion>> Match(IReadOnlyList<VqaQuestion> questions, string source, IReadOnlyList<string> pictures)
    {
        var named = pictures.DistinctBy(p => Path.GetFileName(p)).ToDictionary(p => Path.GetFileName(p));
        var numbered = pictures.Where(p => ImageNumber.Of(p) is not null).DistinctBy(p => ImageNumber.Of(p)).ToDictionary(p => ImageNumber.Of(p)!.Value);
        var found = new Dictionary<string, List<VqaQuestion>>();
        foreach (var question in questions)
        {
            var path = question.FileName is { } name ? named.GetValueOrDefault(name) : numbered.GetValueOrDefault(question.ImageId);
            if (path is null)
                throw new UserException($"{source}: question {question.Id} is about {question.FileName ?? $"picture {question.ImageId}"}, which is not among --images");
            if (!found.TryGetValue(path, out var list)) found.Add(path, list = []);
            list.Add(question);
        }
        return found;
    }
}
