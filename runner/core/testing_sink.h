// For tests only: what a sink writes, as text.
#pragma once

#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "core/sink.h"

namespace hallmark::core {

// Whatever was written, redacted, stands in `text`, which must outlive the sink.
[[nodiscard]] inline std::unique_ptr<Sink> string_sink(std::string& text,
                                                       std::shared_ptr<const Secrets> secrets) {
  class StringSink : public Sink {
   public:
    StringSink(std::string& text, std::shared_ptr<const Secrets> secrets)
        : text_(text), behind_(stream_sink(stream_, std::move(secrets))) {}
    void write(std::string_view part) override {
      behind_->write(part);
      text_ += std::exchange(stream_, std::ostringstream()).str();
    }
    void close() override {}

   private:
    std::string& text_;
    std::ostringstream stream_;
    std::unique_ptr<Sink> behind_;
  };
  return std::make_unique<StringSink>(text, std::move(secrets));
}

}  // namespace hallmark::core
