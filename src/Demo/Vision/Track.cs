using System.Numerics;
using VlDistill.Regions;

namespace VlDistill.Demo.Vision;

/// <summary>What is known of a followed region after one frame; never changes once it is published.</summary>
/// <param name="Id">Of the thing.</param>
/// <param name="Place">Centre x and y, width and height.</param>
/// <param name="Velocity">Change of <paramref name="Place"/> per second.</param>
/// <param name="Time">The frame in which <paramref name="Place"/> holds.</param>
/// <param name="Missed">How long it had not been seen in the last frame.</param>
/// <param name="Confirmed">Seen often enough to be shown.</param>
internal readonly record struct Track(int Id, Vector4 Place, Vector4 Velocity, TimeSpan Time, TimeSpan Missed, int Label, float Score, bool Confirmed)
{
    // Beyond this a guess is worse than standing still.
    private static readonly TimeSpan LongestGuess = TimeSpan.FromMilliseconds(250);

    /// <summary>Where it should be, going on as it went.</summary>
    public Vector4 At(TimeSpan time)
    {
        var ahead = time - Time;
        if (ahead > LongestGuess) ahead = LongestGuess;
        if (ahead < -LongestGuess) ahead = -LongestGuess;
        return Place + Velocity * (float)ahead.TotalSeconds;
    }

    public static Vector4 PlaceOf(Box box) => new((box.X1 + box.X2) / 2, (box.Y1 + box.Y2) / 2, box.Width, box.Height);

    /// <summary>The part of it that lies inside the picture.</summary>
    public static Box BoxOf(Vector4 place)
    {
        float halfWidth = Math.Max(0, place.Z) / 2, halfHeight = Math.Max(0, place.W) / 2;
        return new Box(
            Math.Clamp(place.X - halfWidth, 0, 1), Math.Clamp(place.Y - halfHeight, 0, 1),
            Math.Clamp(place.X + halfWidth, 0, 1), Math.Clamp(place.Y + halfHeight, 0, 1));
    }
}
