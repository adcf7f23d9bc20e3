using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules by position.</summary>
    public class ModuleList<T> : nn.Module, IEnumerable<T> where T : nn.Module
    {
        private readonly List<T> items = [];

        public ModuleList(params T[] modules) : base("ModuleList") => extend(modules);

        public int Count => items.Count;

        public bool IsReadOnly => false;

        public T this[int index]
        {
            get => items[index];
            set => register_module(index.ToString(), items[index] = value);
        }

        public void Add(T item)
        {
            register_module(items.Count.ToString(), item);
            items.Add(item);
        }

        public void append(params T[] parameters) => extend(parameters);

        public void extend(IEnumerable<T> modules)
        {
            foreach (var module in modules)
            {
                Add(module);
            }
        }

        public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Modules by name.</summary>
    public class ModuleDict<T> : nn.Module, IEnumerable<(string, T)> where T : nn.Module
    {
        private readonly List<(string, T)> items = [];

        public ModuleDict() : base("ModuleDict")
        {
        }

        public int Count => items.Count;

        public T this[string key]
        {
            get => items.Find(item => item.Item1 == key).Item2 ?? throw new KeyNotFoundException($"no module '{key}'");
            set => Add(key, value);
        }

        public IEnumerable<string> keys() => items.Select(item => item.Item1);

        public IEnumerable<T> values() => items.Select(item => item.Item2);

        public bool ContainsKey(string key) => items.Exists(item => item.Item1 == key);

        public void Add(string key, T value)
        {
            register_module(key, value);
            items.RemoveAll(item => item.Item1 == key);
            items.Add((key, value));
        }

        public IEnumerator<(string, T)> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Parameters by position.</summary>
    public class ParameterList : nn.Module, IEnumerable<Parameter>
    {
        private readonly List<Parameter> items = [];

        public ParameterList(params Parameter[] parameters) : base(nameof(ParameterList)) => extend(parameters);

        public int Count => items.Count;

        public Parameter this[int index]
        {
            get => items[index];
            set => register_parameter(index.ToString(), items[index] = value);
        }

        public void Add(Parameter item)
        {
            register_parameter(items.Count.ToString(), item);
            items.Add(item);
        }

        public void append(params Parameter[] parameters) => extend(parameters);

        public void extend(IEnumerable<Parameter> parameters)
        {
            foreach (var parameter in parameters)
            {
                Add(parameter);
            }
        }

        public IEnumerator<Parameter> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);

            public static Modules.ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module
            {
                var dictionary = new Modules.ModuleDict<T>();
                foreach (var (key, module) in modules)
                {
                    dictionary.Add(key, module);
                }
                return dictionary;
            }

            public static Modules.ParameterList ParameterList(params Modules.Parameter[] parameters) => new(parameters);
        }
    }
}
