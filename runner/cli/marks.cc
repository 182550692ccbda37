#include "cli/marks.h"

#include <cstdint>
#include <fstream>

namespace hallmark::cli {

std::string mark_for(std::string_view what) { return std::string(fill_in) + std::string(what); }

std::vector<OpenMark> marks_in(const std::filesystem::path& file) {
  constexpr std::uintmax_t most = std::uintmax_t{4} << 20;
  std::vector<OpenMark> marks;
  std::error_code problem;
  if (std::filesystem::file_size(file, problem) > most || problem) return marks;
  std::ifstream in(file, std::ios::binary);
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const std::size_t at = line.find(fill_in);
    if (at == std::string::npos) continue;
    std::string text;
    for (std::size_t i = at; i < line.size() && line[i] != '"'; ++i) {
      if (line[i] == '\\' && i + 1 < line.size()) ++i;
      text += line[i];
    }
    marks.push_back({.file = file.string(), .line = number, .text = std::move(text)});
  }
  return marks;
}

}  // namespace hallmark::cli
