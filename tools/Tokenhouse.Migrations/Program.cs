Console.Error.WriteLine("This project exists for `dotnet ef`; see CONTRIBUTING.md, \"Changing the schema\".");
return 64;
