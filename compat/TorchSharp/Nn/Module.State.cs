using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>Parameters (own, then the sub-modules' in order), then persistent buffers, by name; the tensors themselves, not copies.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (entry, parameter) in named_parameters())
                {
                    destination.TryAdd(start + entry, parameter);
                }
                foreach (var (entry, buffer) in named_buffers(include_nonpersistent: false))
                {
                    destination.TryAdd(start + entry, buffer);
                }
                return destination;
            }

            /// <summary>Copies values in by name; returns the names that were missing in the source and those it had too many.</summary>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var wanted = state_dict();
                skip ??= [];
                var missing = wanted.Keys.Where(key => !source.ContainsKey(key) && !skip.Contains(key)).ToList();
                var unexpected = source.Keys.Where(key => !wanted.ContainsKey(key) && !skip.Contains(key)).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                {
                    throw new InvalidOperationException($"The loaded state_dict is not identical to the target dictionary: missing [{string.Join(", ", missing)}], unexpected [{string.Join(", ", unexpected)}].");
                }
                using (no_grad())
                {
                    foreach (var (key, target) in wanted)
                    {
                        if (!skip.Contains(key) && source.TryGetValue(key, out var value))
                        {
                            target.copy_(value);
                        }
                    }
                }
                return (missing, unexpected);
            }

            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                return save(writer, skip);
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>The real package's format: LEB128 count, then name and tensor of each entry.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var entries = sd.Where(entry => skip is null || !skip.Contains(entry.Key)).ToList();
                TensorFormat.WriteNumber(writer, entries.Count);
                foreach (var (key, tensor) in entries)
                {
                    writer.Write(key);
                    tensor.Save(writer);
                }
            }

            public virtual Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            public Module load(Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                return load(reader, strict, skip, loadedParameters);
            }

            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                var targets = state_dict();
                var read = new HashSet<string>();
                long count = TensorFormat.ReadNumber(reader);
                for (long i = 0; i < count; i++)
                {
                    string key = reader.ReadString();
                    bool known = targets.TryGetValue(key, out var target);
                    if (!known && strict)
                    {
                        throw new ArgumentException($"Mismatched module state names: the target modules does not have a submodule or buffer named '{key}'");
                    }
                    bool use = known && skip?.Contains(key) != true;
                    using var value = TensorFormat.Read(reader);
                    if (use)
                    {
                        using var _ = no_grad();
                        RequireShape(key, target!, value);
                        target!.copy_(value);
                        read.Add(key);
                    }
                    if (loadedParameters is not null)
                    {
                        loadedParameters[key] = use;
                    }
                }
                if (strict && targets.Keys.Where(key => !read.Contains(key) && skip?.Contains(key) != true).ToList() is { Count: > 0 } missing)
                {
                    throw new ArgumentException($"Mismatched state_dict sizes: nothing loaded for {string.Join(", ", missing)}");
                }
                return this;
            }

            private static void RequireShape(string key, Tensor target, Tensor value)
            {
                if (!target.shape.AsSpan().SequenceEqual(value.shape))
                {
                    throw new ArgumentException($"Mismatched tensor shape while loading '{key}': expected [{string.Join(", ", target.shape)}], found [{string.Join(", ", value.shape)}]");
                }
            }
        }
    }
}
