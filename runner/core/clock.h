// Time, injected: whoever needs the hour takes a Clock, so that tests and approved
// outputs need no scrubbing. Also the three timestamp formats of Smithy.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace hallmark::core {

using Time = std::chrono::sys_time<std::chrono::microseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time now() const = 0;                             // wall clock
  [[nodiscard]] virtual std::chrono::microseconds monotonic() const = 0;  // for durations
  virtual void sleep(std::chrono::microseconds duration) const = 0;
};
[[nodiscard]] const Clock& system_clock();

// Stands still until told otherwise; sleep() advances it.
class ManualClock : public Clock {
 public:
  explicit ManualClock(Time start) : now_(start) {}
  [[nodiscard]] Time now() const override { return now_; }
  [[nodiscard]] std::chrono::microseconds monotonic() const override { return now_.time_since_epoch(); }
  void sleep(std::chrono::microseconds duration) const override { now_ += duration; }
  void advance(std::chrono::microseconds duration) { now_ += duration; }

 private:
  mutable Time now_;
};

// Smithy's timestampFormat values.
enum class TimestampFormat { date_time, http_date, epoch_seconds };
[[nodiscard]] std::string_view to_string(TimestampFormat format);
[[nodiscard]] std::optional<TimestampFormat> timestamp_format(std::string_view smithy_name);

// date-time: "2019-09-18T16:38:34.734Z" (fraction only when there is one);
// http-date: "Wed, 18 Sep 2019 16:38:34 GMT"; epoch-seconds: "1568824714.734".
[[nodiscard]] std::string format_time(Time time, TimestampFormat format);
// RFC 3339 with any offset, fraction or none; IMF-fixdate with an optional fraction;
// decimal or exponent number. Nothing else: a wrong format is nullopt.
[[nodiscard]] std::optional<Time> parse_time(std::string_view text, TimestampFormat format);
// "20190918T163834Z", as SigV4 wants it.
[[nodiscard]] std::string format_basic(Time time);
[[nodiscard]] std::optional<Time> parse_basic(std::string_view text);

}  // namespace hallmark::core

// Example:
//
//   const ManualClock clock(*parse_time("2026-01-02T03:04:05Z", TimestampFormat::date_time));
//   clock.sleep(std::chrono::seconds(3));
//   std::string date =
//       format_time(clock.now(), TimestampFormat::http_date);  // Fri, 02 Jan 2026 03:04:08 GMT
