System.Console.WriteLine("nlsql");
