// Each fixture has its own database and its own clock, so two of them run side by side; the tests of one fixture run in turn.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(2)]
