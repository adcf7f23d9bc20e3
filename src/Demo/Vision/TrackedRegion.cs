using VlDistill.Regions;

namespace VlDistill.Demo.Vision;

/// <summary>One thing on screen, followed from frame to frame.</summary>
/// <param name="Id">Stays with the thing as long as it is seen; never used again.</param>
/// <param name="Box">Where it is in the frame on screen.</param>
/// <param name="Label">Index into the detector's labels, smoothed.</param>
/// <param name="Score">How sure the detector was when it last saw it, in [0, 1].</param>
/// <param name="Opacity">0 to 1: fades in when the thing is confirmed and out when it is gone.</param>
public readonly record struct TrackedRegion(int Id, Box Box, int Label, float Score, float Opacity);
