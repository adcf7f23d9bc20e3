using System.Numerics.Tensors;
using VlDistill.Text;
using VlDistill.Trainer.Methods.Vild;

namespace VlDistill.Trainer.Methods.PhraseEncoder;

/// <summary>How well a distilled encoder stands for its teacher on phrases that no training step saw.</summary>
public static class PhraseTest
{
    /// <summary>
    /// For new phrases of known words and for phrases with new words: the mean cosine to the teacher, and how often both think the same class
    /// name is nearest, among COCO's 80 and LVIS's; last the cosines to the teacher on the class names themselves, which were trained on.
    /// </summary>
    public static IReadOnlyDictionary<string, double> Run(ISentenceEncoder student, TrainingPhrases phrases, PhraseTargets teacher, IReadOnlyList<string> lvisNames)
    {
        var place = phrases.All.Index().ToDictionary(p => p.Item, p => p.Index);
        var figures = new Dictionary<string, double>();
        var coco = Names([.. ClassSynonyms.Shipped.Names]);
        var lvis = Names(lvisNames);
        foreach (var (split, list) in new[] { ("new phrases", phrases.NewPhrases), ("new words", phrases.NewWords) })
        {
            if (list.Count == 0) continue;
            var pairs = student.Embed(list).Zip(list.Select(p => teacher.Of([place[p]])), (s, t) => (Student: s, Teacher: t)).ToArray();
            figures[$"{split} cosine"] = pairs.Average(p => (double)TensorPrimitives.Dot<float>(p.Student, p.Teacher));
            figures[$"{split} same of COCO"] = Agreement(pairs, coco);
            figures[$"{split} same of LVIS"] = Agreement(pairs, lvis);
        }
        figures["COCO names cosine"] = coco.Average(p => (double)TensorPrimitives.Dot<float>(p.Student, p.Teacher));
        return figures;

        (float[] Student, float[] Teacher)[] Names(IReadOnlyList<string> names)
        {
            string[] known = [.. names.Select(n => string.Join(' ', PhraseTokenizer.Words(n))).Where(place.ContainsKey).Distinct()];
            return [.. student.Embed(known).Zip(known.Select(n => teacher.Of([place[n]])), (s, t) => (s, t))];
        }
    }

    private static double Agreement((float[] Student, float[] Teacher)[] phrases, (float[] Student, float[] Teacher)[] names) =>
        phrases.Average(p => Nearest(p.Student, [.. names.Select(n => n.Student)]) == Nearest(p.Teacher, [.. names.Select(n => n.Teacher)]) ? 1.0 : 0);

    private static int Nearest(float[] phrase, float[][] names)
    {
        var (best, most) = (-1, float.NegativeInfinity);
        for (var i = 0; i < names.Length; i++)
            if (TensorPrimitives.Dot<float>(phrase, names[i]) is var cosine && cosine > most) (best, most) = (i, cosine);
        return best;
    }
}
