// The whole native side of the TorchSharp stand-in: any ATen operator by handle through the dispatcher,
// plus the few things that are not operators (tensor memory, autograd, generators, threads).
// Tensors cross the border as owned TensorImpl pointers; every function that can fail returns false
// and leaves the message in vld_error().
#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/InferenceMode.h>
#include <dlfcn.h>
#include <torch/csrc/autograd/autograd.h>

#include <atomic>

#define API extern "C" __attribute__((visibility("default")))

namespace {

enum Tag : int32_t { None, Tensor, Int, Double, Bool, IntList, DoubleList, BoolList, TensorList, OptionalTensorList, String, Generator };

struct Value {
  Tag tag;
  int32_t count;
  union { int64_t i; double d; void* p; };
};

thread_local std::string error;

// OpenMP's thread count belongs to the calling thread, OpenBLAS's to the process and libtorch never sets it;
// one number for both, applied on each thread's next call, makes set_num_threads mean what it says.
std::atomic<int> wantedThreads{0};
thread_local int appliedThreads = 0;

void applyThreads() {
  int wanted = wantedThreads.load(std::memory_order_relaxed);
  if (wanted != appliedThreads) {
    at::set_num_threads(wanted);
    appliedThreads = wanted;
  }
}

using Impl = c10::TensorImpl;

at::Tensor borrow(void* p) {
  return at::Tensor(c10::intrusive_ptr<Impl, at::UndefinedTensorImpl>::reclaim_copy(static_cast<Impl*>(p)));
}

void* release(at::Tensor t) { return t.defined() ? t.unsafeReleaseTensorImpl() : nullptr; }

c10::IValue unpack(const Value& v) {
  auto ints = static_cast<const int64_t*>(v.p);
  switch (v.tag) {
    case None: return {};
    case Tensor: return borrow(v.p);
    case Int: return v.i;
    case Double: return v.d;
    case Bool: return v.i != 0;
    case IntList: return c10::List<int64_t>(c10::ArrayRef<int64_t>(ints, v.count));
    case DoubleList: return c10::List<double>(c10::ArrayRef<double>(static_cast<double*>(v.p), v.count));
    case BoolList: {
      c10::List<bool> list;
      for (int k = 0; k < v.count; k++) list.push_back(ints[k] != 0);
      return list;
    }
    case TensorList: {
      c10::List<at::Tensor> list;
      list.reserve(v.count);
      for (int k = 0; k < v.count; k++) list.push_back(borrow(static_cast<void**>(v.p)[k]));
      return list;
    }
    case OptionalTensorList: {
      c10::List<c10::optional<at::Tensor>> list;
      for (int k = 0; k < v.count; k++) {
        void* p = static_cast<void**>(v.p)[k];
        list.push_back(p ? c10::optional<at::Tensor>(borrow(p)) : c10::nullopt);
      }
      return list;
    }
    case String: return std::string(static_cast<char*>(v.p), v.count);
    case Generator: return *static_cast<at::Generator*>(v.p);
  }
  TORCH_CHECK(false, "unknown argument tag ", static_cast<int>(v.tag));
}

Value pack(c10::IValue&& v) {
  Value r{None, 0, {0}};
  if (v.isTensor()) { r.tag = Tensor; r.p = release(std::move(v).toTensor()); }
  else if (v.isInt()) { r.tag = Int; r.i = v.toInt(); }
  else if (v.isDouble()) { r.tag = Double; r.d = v.toDouble(); }
  else if (v.isBool()) { r.tag = Bool; r.i = v.toBool(); }
  else if (v.isTensorList()) {
    auto list = std::move(v).toTensorVector();
    auto array = static_cast<void**>(malloc(sizeof(void*) * (list.size() + 1)));
    for (size_t k = 0; k < list.size(); k++) array[k] = release(std::move(list[k]));
    r.tag = TensorList; r.count = list.size(); r.p = array;
  }
  else TORCH_CHECK(v.isNone(), "unsupported result type ", v.tagKind());
  return r;
}

template <class F> bool guarded(F&& f) {
  try { f(); return true; }
  catch (const c10::Error& e) { error = e.what_without_backtrace(); }
  catch (const std::exception& e) { error = e.what(); }
  return false;
}

std::vector<at::Tensor> borrowAll(void** p, int n) {
  std::vector<at::Tensor> list;
  for (int k = 0; k < n; k++) list.push_back(p[k] ? borrow(p[k]) : at::Tensor());
  return list;
}

}  // namespace

API const char* vld_error() { return error.c_str(); }

API bool vld_find(const char* name, const char* overload, void** handle) {
  return guarded([&] { *handle = new c10::OperatorHandle(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload)); });
}

// Arguments that are not given take the schema's defaults; results beyond `capacity` are dropped.
API bool vld_call(const c10::OperatorHandle* op, const Value* args, int n, Value* results, int capacity) {
  return guarded([&] {
    applyThreads();
    const auto& parameters = op->schema().arguments();
    torch::jit::Stack stack;
    stack.reserve(parameters.size() + 1);
    for (int k = 0; k < n; k++) stack.push_back(unpack(args[k]));
    for (size_t k = n; k < parameters.size(); k++) {
      TORCH_CHECK(parameters[k].default_value(), "missing argument ", parameters[k].name(), " of ", op->schema().name());
      stack.push_back(*parameters[k].default_value());
    }
    op->callBoxed(&stack);
    for (int k = 0; k < capacity && k < static_cast<int>(stack.size()); k++) results[k] = pack(std::move(stack[k]));
  });
}

API void vld_free(void* p) { c10::intrusive_ptr<Impl, at::UndefinedTensorImpl>::reclaim(static_cast<Impl*>(p)); }
API void vld_free_list(void* p) { free(p); }

API bool vld_empty(const int64_t* sizes, int n, int dtype, void** result) {
  return guarded([&] {
    *result = release(at::empty(c10::IntArrayRef(sizes, n), at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype))));
  });
}

API int vld_dim(void* t) { return static_cast<Impl*>(t)->dim(); }
API int64_t vld_numel(void* t) { return static_cast<Impl*>(t)->numel(); }
API const int64_t* vld_sizes(void* t) { return static_cast<Impl*>(t)->sizes().data(); }
API const int64_t* vld_strides(void* t) { return static_cast<Impl*>(t)->strides().data(); }
API int64_t vld_storage_offset(void* t) { return static_cast<Impl*>(t)->storage_offset(); }
API bool vld_is_contiguous(void* t) { return static_cast<Impl*>(t)->is_contiguous(); }
API int vld_dtype(void* t) { return static_cast<int>(c10::typeMetaToScalarType(static_cast<Impl*>(t)->dtype())); }
API void* vld_data(void* t) { return static_cast<Impl*>(t)->data(); }

API bool vld_requires_grad(void* t) { return static_cast<Impl*>(t)->requires_grad(); }
API bool vld_set_requires_grad(void* t, bool on) { return guarded([&] { borrow(t).set_requires_grad(on); }); }
API bool vld_is_leaf(void* t) { return borrow(t).is_leaf(); }
API bool vld_retain_grad(void* t) { return guarded([&] { borrow(t).retain_grad(); }); }
API void* vld_grad(void* t) { return release(borrow(t).grad()); }
API bool vld_set_grad(void* t, void* grad) {
  return guarded([&] { borrow(t).mutable_grad() = grad ? borrow(grad) : at::Tensor(); });
}

API bool vld_backward(void** tensors, int n, void** grads, int g, bool retain, bool create, void** inputs, int m) {
  return guarded([&] {
    applyThreads();
    torch::autograd::backward(borrowAll(tensors, n), borrowAll(grads, g), retain, create, borrowAll(inputs, m));
  });
}

API bool vld_autograd_grad(void** outputs, int n, void** inputs, int m, void** grads, int g, bool retain, bool create, bool unused, void** results) {
  return guarded([&] {
    auto list = torch::autograd::grad(borrowAll(outputs, n), borrowAll(inputs, m), borrowAll(grads, g), retain, create, unused);
    for (size_t k = 0; k < list.size(); k++) results[k] = release(std::move(list[k]));
  });
}

API bool vld_grad_enabled() { return c10::GradMode::is_enabled(); }
API void vld_set_grad_enabled(bool on) { c10::GradMode::set_enabled(on); }
API void* vld_inference_begin(bool on) { return new c10::InferenceMode(on); }
API void vld_inference_end(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

API void* vld_generator(uint64_t seed) { return new at::Generator(at::detail::createCPUGenerator(seed)); }
API void* vld_default_generator() { return new at::Generator(at::detail::getDefaultCPUGenerator()); }
API void vld_generator_free(void* g) { delete static_cast<at::Generator*>(g); }
API uint64_t vld_generator_initial_seed(void* g) { return static_cast<at::Generator*>(g)->current_seed(); }
API uint64_t vld_generator_seed(void* g) {
  auto generator = static_cast<at::Generator*>(g);
  std::lock_guard<std::mutex> lock(generator->mutex());
  return generator->seed();
}
API void vld_generator_set_seed(void* g, uint64_t seed) {
  auto generator = static_cast<at::Generator*>(g);
  std::lock_guard<std::mutex> lock(generator->mutex());
  generator->set_current_seed(seed);
}
API void* vld_generator_state(void* g) { return release(static_cast<at::Generator*>(g)->get_state()); }
API bool vld_generator_set_state(void* g, void* state) {
  return guarded([&] { static_cast<at::Generator*>(g)->set_state(borrow(state)); });
}

API int vld_threads() {
  applyThreads();
  return at::get_num_threads();
}
API void vld_set_threads(int n) {
  wantedThreads = n;
  applyThreads();
  if (auto set = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) set(n);
}
