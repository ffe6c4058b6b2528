using Xunit.v3;

// In the order in which they are written, on every machine and in every folder: xunit's own order depends on the path of the assembly.
[assembly: TestCollectionOrderer(typeof(UnorderedTestCollectionOrderer))]
[assembly: TestClassOrderer(typeof(UnorderedTestClassOrderer))]
[assembly: TestMethodOrderer(typeof(UnorderedTestMethodOrderer))]
[assembly: TestCaseOrderer(typeof(UnorderedTestCaseOrderer))]
