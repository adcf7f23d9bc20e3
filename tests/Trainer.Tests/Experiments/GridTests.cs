using VlDistill.Trainer.Experiments;
using VlDistill.Trainer.Recipes;

namespace VlDistill.Trainer.Tests.Experiments;

public sealed class GridTests
{
    [Fact]
    public void Parse_SmallestGrid_HasOneTableAndTheFirstCellAsBaseline()
    {
        var grid = Grid.Parse("""{ "stages": ["student"], "model": "student", "cells": [ { "name": "a" }, { "name": "b", "set": ["student.dropout=0"] } ] }""", "g.json");

        Assert.Equal("a", grid.Baseline);
        Assert.Equal(["a", "b"], Assert.Single(grid.Shown).Cells);
        Assert.Equal(Grid.DefaultMetric, grid.Metric);
    }

    [Fact]
    public void Shown_TableWithoutTheGridsBaseline_ComparesWithItsFirstCell()
    {
        var grid = Grid.Parse("""
            { "stages": ["s"], "model": "s", "cells": [ { "name": "none" }, { "name": "all" }, { "name": "short" } ],
              "tables": [ { "title": "long", "cells": ["all", "none"] }, { "title": "short", "cells": ["short", "all"] } ] }
            """, "g.json");

        Assert.Equal(["none", "short"], grid.Shown.Select(t => t.Baseline));
    }

    [Theory]
    [InlineData("""{ "stages": ["s"], "model": "s", "cells": [ { "name": "a", "sets": [] } ] }""", "sets")]
    [InlineData("""{ "stages": ["s"], "model": "t", "cells": [ { "name": "a" } ] }""", "\"model\" t")]
    [InlineData("""{ "stages": ["s"], "model": "s", "cells": [ { "name": "a" }, { "name": "a" } ] }""", "two cells")]
    [InlineData("""{ "stages": ["s"], "model": "s", "cells": [ { "name": "a" } ], "compare": [["a", "b"]] }""", "no cell \"b\"")]
    [InlineData("""{ "stages": ["s"], "model": "s", "cells": [ { "name": "../a" } ] }""", "../a")]
    [InlineData("""{ "stages": ["s"], "model": "s", "cells": [ { "name": "a", "model": "t" } ] }""", "\"model\" t of cell \"a\"")]
    [InlineData("""{ "stages": ["s"], "model": "s", "cells": [] }""", "\"cells\" is empty")]
    [InlineData("""{ "stages": ["s"], "model": "s", "cells": [ { "name": "a" } ], "pictures": -1 }""", "\"pictures\" is -1")]
    [InlineData("""{ "stages": ["s"], "cells": [ { "name": "a" } ] }""", "model")]
    public void Parse_WrongGrid_NamesFileAndFault(string json, string fault)
    {
        var message = Assert.Throws<UserException>(() => Grid.Parse(json, "g.json")).Message;

        Assert.StartsWith("g.json: ", message);
        Assert.Contains(fault, message);
    }

    [Theory]
    [InlineData("wsd-tags", "wsd-tags")]
    [InlineData("wsd-block", "wsd-tags")]
    [InlineData("ffsd", "ffsd")]
    [InlineData("relations", "relations")]
    [InlineData("relations-scenes", "relations-scenes")]
    public void Load_ShippedGrid_FitsItsRecipe(string name, string recipe)
    {
        var grid = Grid.Load(Path.Combine(AppContext.BaseDirectory, "Recipes", "grids", $"{name}.json"));

        Assert.All(grid.Cells, cell => Assert.NotNull(StageLinks.Settings(Recipe.Load(recipe, cell.Set ?? []), grid.ModelOf(cell))));
    }
}
