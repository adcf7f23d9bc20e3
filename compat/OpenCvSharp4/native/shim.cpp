// C entry points over Debian's OpenCV 4 for the C# stand-in beside this file. Every function returns 0, or 1 after
// keeping the error for vcv_error: no C++ exception may cross into C#.
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#define API extern "C" __attribute__((visibility("default")))

namespace {
struct Error { int code = 0, line = 0; std::string message, function, file; };
thread_local Error lastError;

template <class F> int guarded(F body) {
    try { body(); return 0; }
    catch (const cv::Exception& e) { lastError = {e.code, e.line, e.err, e.func, e.file}; }
    catch (const std::exception& e) { lastError = {cv::Error::StsError, 0, e.what(), "", ""}; }
    catch (...) { lastError = {cv::Error::StsError, 0, "unknown native error", "", ""}; }
    return 1;
}

// OpenCV and FFmpeg print to stderr what also comes back as a result; the programs say it themselves, in one line.
void quietFFmpeg() {
    for (const char* name : {"libavutil.so.57", "libavutil.so.58", "libavutil.so.59", "libavutil.so.56"})
        if (void* library = dlopen(name, RTLD_LAZY | RTLD_NOLOAD)) {
            using Callback = void (*)(void*, int, const char*, va_list);
            // OpenCV sets FFmpeg's level anew at every open, but not its callback.
            if (auto set = reinterpret_cast<void (*)(Callback)>(dlsym(library, "av_log_set_callback")))
                set([](void*, int, const char*, va_list) {});
            dlclose(library);
        }
}

struct Startup {
    Startup() {
        cv::redirectError([](int, const char*, const char*, const char*, int, void*) { return 0; });
        if (!std::getenv("OPENCV_LOG_LEVEL")) cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        if (!std::getenv("OPENCV_FFMPEG_DEBUG")) quietFFmpeg();
    }
} startup;

std::vector<int> list(const int* values, int count) { return values ? std::vector<int>(values, values + count) : std::vector<int>(); }
cv::Scalar scalar(const double* v) { return {v[0], v[1], v[2], v[3]}; }
cv::_InputArray maskOf(const cv::Mat* mask) { return mask ? cv::_InputArray(*mask) : cv::_InputArray(); }
}  // namespace

struct MatInfo { int rows, cols, type, continuous; int64_t step, total; unsigned char* data; };

API int vcv_error(int* line, const char** message, const char** function, const char** file) {
    *line = lastError.line;
    *message = lastError.message.c_str(); *function = lastError.function.c_str(); *file = lastError.file.c_str();
    return lastError.code;
}

API int vcv_mat_new(cv::Mat** out) { return guarded([&] { *out = new cv::Mat(); }); }
API int vcv_mat_create(int rows, int cols, int type, const double* fill, cv::Mat** out) {
    return guarded([&] { *out = fill ? new cv::Mat(rows, cols, type, scalar(fill)) : new cv::Mat(rows, cols, type); });
}
API int vcv_mat_wrap(int rows, int cols, int type, void* data, int64_t step, cv::Mat** out) {
    return guarded([&] { *out = new cv::Mat(rows, cols, type, data, static_cast<size_t>(step)); });
}
API int vcv_mat_roi(const cv::Mat* m, int x, int y, int width, int height, cv::Mat** out) {
    return guarded([&] { *out = new cv::Mat(*m, cv::Rect(x, y, width, height)); });
}
API int vcv_mat_clone(const cv::Mat* m, cv::Mat** out) { return guarded([&] { *out = new cv::Mat(m->clone()); }); }
API void vcv_mat_delete(cv::Mat* m) { delete m; }
API int vcv_mat_release(cv::Mat* m) { return guarded([&] { m->release(); }); }
API int vcv_mat_info(const cv::Mat* m, MatInfo* out) {
    return guarded([&] {
        *out = {m->rows, m->cols, m->type(), m->isContinuous(), m->dims ? static_cast<int64_t>(m->step[0]) : 0,
                static_cast<int64_t>(m->total()), m->data};
    });
}
API int vcv_mat_copy(const cv::Mat* m, cv::Mat* to, const cv::Mat* mask) { return guarded([&] { m->copyTo(*to, maskOf(mask)); }); }
API int vcv_mat_convert(const cv::Mat* m, cv::Mat* to, int type, double alpha, double beta) {
    return guarded([&] { m->convertTo(*to, type, alpha, beta); });
}
API int vcv_mat_fill(cv::Mat* m, const double* value, const cv::Mat* mask) { return guarded([&] { m->setTo(scalar(value), maskOf(mask)); }); }

API int vcv_imread(const char* file, int flags, cv::Mat** out) { return guarded([&] { *out = new cv::Mat(cv::imread(file, flags)); }); }
API int vcv_imdecode(const void* bytes, int count, int flags, cv::Mat** out) {
    return guarded([&] { *out = new cv::Mat(cv::imdecode(cv::Mat(1, count, CV_8U, const_cast<void*>(bytes)), flags)); });
}
API int vcv_imwrite(const char* file, const cv::Mat* m, const int* options, int count, int* written) {
    return guarded([&] { *written = cv::imwrite(file, *m, list(options, count)); });
}
API int vcv_imencode(const char* extension, const cv::Mat* m, const int* options, int count, std::vector<uchar>** out, int* encoded) {
    return guarded([&] {
        auto bytes = std::make_unique<std::vector<uchar>>();
        *encoded = cv::imencode(extension, *m, *bytes, list(options, count));
        *out = bytes.release();
    });
}
API int vcv_bytes_size(const std::vector<uchar>* bytes) { return static_cast<int>(bytes->size()); }
API void vcv_bytes_take(std::vector<uchar>* bytes, void* to) { std::memcpy(to, bytes->data(), bytes->size()); delete bytes; }

API int vcv_resize(const cv::Mat* from, cv::Mat* to, int width, int height, double fx, double fy, int interpolation) {
    return guarded([&] { cv::resize(*from, *to, cv::Size(width, height), fx, fy, interpolation); });
}
API int vcv_cvt_color(const cv::Mat* from, cv::Mat* to, int code, int channels) { return guarded([&] { cv::cvtColor(*from, *to, code, channels); }); }
API int vcv_flip(const cv::Mat* from, cv::Mat* to, int code) { return guarded([&] { cv::flip(*from, *to, code); }); }
API int vcv_border(const cv::Mat* from, cv::Mat* to, int top, int bottom, int left, int right, int kind, const double* value) {
    return guarded([&] { cv::copyMakeBorder(*from, *to, top, bottom, left, right, kind, scalar(value)); });
}
API int vcv_absdiff(const cv::Mat* a, const cv::Mat* b, cv::Mat* to) { return guarded([&] { cv::absdiff(*a, *b, *to); }); }
API int vcv_mean(const cv::Mat* m, const cv::Mat* mask, double* out) {
    return guarded([&] { auto mean = cv::mean(*m, maskOf(mask)); std::memcpy(out, mean.val, sizeof mean.val); });
}
API int vcv_rectangle(cv::Mat* m, int x, int y, int width, int height, const double* colour, int thickness, int line, int shift) {
    return guarded([&] { cv::rectangle(*m, cv::Rect(x, y, width, height), scalar(colour), thickness, line, shift); });
}
API int vcv_arrow(cv::Mat* m, int x1, int y1, int x2, int y2, const double* colour, int thickness, int line, int shift, double tip) {
    return guarded([&] { cv::arrowedLine(*m, cv::Point(x1, y1), cv::Point(x2, y2), scalar(colour), thickness, line, shift, tip); });
}
API int vcv_text_size(const char* text, int font, double scale, int thickness, int* width, int* height, int* baseline) {
    return guarded([&] {
        auto size = cv::getTextSize(text, font, scale, thickness, baseline);
        *width = size.width;
        *height = size.height;
    });
}
API int vcv_put_text(cv::Mat* m, const char* text, int x, int y, int font, double scale, const double* colour, int thickness, int line, int bottomLeft) {
    return guarded([&] { cv::putText(*m, text, cv::Point(x, y), font, scale, scalar(colour), thickness, line, bottomLeft != 0); });
}
API int vcv_set_threads(int count) { return guarded([&] { cv::setNumThreads(count); }); }
API int vcv_get_threads() { return cv::getNumThreads(); }
API const char* vcv_version() { return CV_VERSION; }

API int vcv_capture_new(cv::VideoCapture** out) { return guarded([&] { *out = new cv::VideoCapture(); }); }
API void vcv_capture_delete(cv::VideoCapture* c) { delete c; }
API int vcv_capture_open(cv::VideoCapture* c, const char* file, int index, int api, const int* options, int count, int* opened) {
    return guarded([&] {
        if (file) *opened = c->open(file, api, list(options, count));
        else *opened = c->open(index, api, list(options, count));
    });
}
API int vcv_capture_opened(const cv::VideoCapture* c) { return c->isOpened(); }
API int vcv_capture_release(cv::VideoCapture* c) { return guarded([&] { c->release(); }); }
API int vcv_capture_read(cv::VideoCapture* c, cv::Mat* to, int* got) { return guarded([&] { *got = c->read(*to); }); }
API int vcv_capture_grab(cv::VideoCapture* c, int* got) { return guarded([&] { *got = c->grab(); }); }
API int vcv_capture_retrieve(cv::VideoCapture* c, cv::Mat* to, int flag, int* got) { return guarded([&] { *got = c->retrieve(*to, flag); }); }
API int vcv_capture_get(const cv::VideoCapture* c, int property, double* value) { return guarded([&] { *value = c->get(property); }); }
API int vcv_capture_set(cv::VideoCapture* c, int property, double value, int* done) { return guarded([&] { *done = c->set(property, value); }); }

API int vcv_writer_new(cv::VideoWriter** out) { return guarded([&] { *out = new cv::VideoWriter(); }); }
API void vcv_writer_delete(cv::VideoWriter* w) { delete w; }
API int vcv_writer_open(cv::VideoWriter* w, const char* file, int api, int fourcc, double fps, int width, int height, int colour, int* opened) {
    return guarded([&] { *opened = w->open(file, api, fourcc, fps, cv::Size(width, height), colour != 0); });
}
API int vcv_writer_opened(const cv::VideoWriter* w) { return w->isOpened(); }
API int vcv_writer_write(cv::VideoWriter* w, const cv::Mat* m) { return guarded([&] { w->write(*m); }); }
API int vcv_writer_release(cv::VideoWriter* w) { return guarded([&] { w->release(); }); }
