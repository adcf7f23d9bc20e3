namespace VlDistill.Trainer.Tasks;

/// <summary>A task that reads the test split once after its training; for reports, nothing is chosen by it.</summary>
public interface ITestedTask
{
    /// <summary>Runs the best checkpoint over the test split and writes what it said into the stage's folder.</summary>
    /// <param name="laneCount">0 = one per processor.</param>
    void WriteTest(int laneCount);
}
