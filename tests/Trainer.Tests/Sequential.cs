// A run seeds libtorch's one global generator before it builds its networks: a test beside it that draws from the same generator
// would give the networks other weights, and runs that must end in the same bits would not.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
