using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A part of a network: parameters, buffers and sub-modules under the names of the C# fields that hold them.</summary>
        public abstract partial class Module(string name) : IDisposable
        {
            private readonly Entries<Module> submodules = new();
            private readonly Entries<Parameter> ownParameters = new();
            private readonly Entries<(Tensor Tensor, bool Persistent)> ownBuffers = new();
            private bool disposed;

            protected string name = name;

            public virtual bool training { get; private set; } = true;

            public virtual string GetName() => name;

            /// <summary>Registers every field that holds a module, a parameter or a tensor, in the order of declaration.</summary>
            protected virtual void RegisterComponents()
            {
                foreach (var field in GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                {
                    if (submodules.Contains(field.Name) || ownParameters.Contains(field.Name) || ownBuffers.Contains(field.Name))
                    {
                        continue;
                    }
                    switch (field.GetValue(this))
                    {
                        case Module module: register_module(field.Name, module); break;
                        case Parameter parameter: register_parameter(field.Name, parameter); break;
                        case Tensor tensor: register_buffer(field.Name, tensor); break;
                    }
                }
            }

            public virtual void register_module(string name, Module submodule) => submodules.Set(name, submodule);

            public void add_module(string name, Module module) => register_module(name, module);

            public virtual void register_parameter(string name, Parameter param)
            {
                param?.DetachFromDisposeScope();
                ownParameters.Set(name, param!);
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                tensor.DetachFromDisposeScope();
                ownBuffers.Set(name, (tensor, persistent));
            }

            public virtual IEnumerable<(string name, Module module)> named_children() => submodules.All;

            public virtual IEnumerable<Module> children() => submodules.All.Select(entry => entry.Value);

            /// <summary>The direct sub-modules first, then theirs, as in the real package.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var entry in submodules.All)
                {
                    yield return entry;
                }
                foreach (var (childName, child) in submodules.All)
                {
                    foreach (var (innerName, inner) in child.named_modules())
                    {
                        yield return ($"{childName}.{innerName}", inner);
                    }
                }
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
                var all = ownParameters.All.Where(entry => entry.Value is not null);
                if (recurse)
                {
                    all = all.Concat(submodules.All.SelectMany(child => child.Value.named_parameters().Select(p => ($"{child.Name}.{p.name}", p.parameter))));
                }
                return all.Where(entry => seen.Add(entry.Item2)).ToList();
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(entry => entry.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var all = ownBuffers.All.Where(entry => include_nonpersistent || entry.Value.Persistent).Select(entry => (entry.Name, entry.Value.Tensor));
                if (recurse)
                {
                    all = all.Concat(submodules.All.SelectMany(child => child.Value.named_buffers(true, include_nonpersistent).Select(b => ($"{child.Name}.{b.name}", b.buffer))));
                }
                return all.ToList();
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) => named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            public virtual bool has_parameter(string target) => named_parameters().Any(entry => entry.name == target);

            public virtual Parameter? get_parameter(string target) => named_parameters().FirstOrDefault(entry => entry.name == target).parameter;

            public virtual bool has_buffer(string target) => named_buffers().Any(entry => entry.name == target);

            public virtual Tensor? get_buffer(string target) => named_buffers().FirstOrDefault(entry => entry.name == target).buffer;

            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var child in children())
                {
                    child.train(train);
                }
            }

            public virtual void eval() => train(false);

            /// <summary>Drops the gradients, or sets them to zero.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    if (set_to_none)
                    {
                        parameter.grad = null;
                    }
                    else
                    {
                        using var grad = parameter.grad;
                        grad?.zero_();
                    }
                }
            }

            /// <summary>Runs <paramref name="fn"/> on every module below and then on this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in children())
                {
                    child.apply(fn);
                }
                fn(this);
                return this;
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || disposed)
                {
                    return;
                }
                disposed = true;
                foreach (var (_, parameter) in ownParameters.All)
                {
                    parameter?.Dispose();
                }
                foreach (var (_, buffer) in ownBuffers.All)
                {
                    buffer.Tensor.Dispose();
                }
                foreach (var child in children())
                {
                    child.Dispose();
                }
            }

            internal void Replace(string name, Parameter? parameter)
            {
                if (parameter is not null)
                {
                    register_parameter(name, parameter);
                }
                else
                {
                    ownParameters.Remove(name);
                }
            }

            protected void ClearModules() => submodules.Clear();
        }

        /// <summary>Values by name in the order of their first registration.</summary>
        private sealed class Entries<T>
        {
            private readonly List<(string Name, T Value)> entries = [];

            internal IEnumerable<(string Name, T Value)> All => entries;

            internal bool Contains(string name) => entries.Exists(entry => entry.Name == name);

            internal void Set(string name, T value)
            {
                if (name.Contains('.'))
                {
                    throw new ArgumentException($"component name '{name}' contains a dot");
                }
                int at = entries.FindIndex(entry => entry.Name == name);
                if (at < 0)
                {
                    entries.Add((name, value));
                }
                else
                {
                    entries[at] = (name, value);
                }
            }

            internal void Remove(string name) => entries.RemoveAll(entry => entry.Name == name);

            internal void Clear() => entries.Clear();
        }
    }
}
