#include "tests/integration/server_process.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace mosbat::testing {
namespace {

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> EnvironmentWith(const Variables& variables) {
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (!absl::StartsWith(*entry, "MOSBAT_")) environment.emplace_back(*entry);
  }
  for (const auto& [name, value] : variables) environment.push_back(absl::StrCat(name, "=", value));
  return environment;
}

}  // namespace

std::string TextOfFile(const std::string& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

ServerProcess::ServerProcess(const std::vector<std::string>& arguments, const Variables& variables)
    : errors_file_(folder_.path() + "/stderr") {
  std::vector<std::string> command = {MOSBAT_BINARY};
  command.insert(command.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = EnvironmentWith(variables);
  const std::vector<char*> argv = Pointers(command);
  const std::vector<char*> envp = Pointers(environment);
  int pipe_ends[2];
  const int errors = open(errors_file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (errors < 0 || pipe2(pipe_ends, O_CLOEXEC) != 0) std::abort();
  process_ = fork();
  if (process_ == 0) {
    // Only async-signal-safe calls from here on.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(pipe_ends[1], STDOUT_FILENO);
    dup2(errors, STDERR_FILENO);
    if (chdir(folder_.path().c_str()) == 0) execve(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  close(pipe_ends[1]);
  close(errors);
  from_process_ = fdopen(pipe_ends[0], "r");
}

ServerProcess::~ServerProcess() {
  Signal(SIGKILL);
  Wait();
  fclose(from_process_);
}

bool ServerProcess::ReadLine(std::string& line) {
  char* text = nullptr;
  size_t capacity = 0;
  const ssize_t size = getline(&text, &capacity, from_process_);
  if (size > 0) {
    line.assign(text, static_cast<size_t>(size));
    output_ += line;
  }
  std::free(text);
  return size > 0;
}

bool ServerProcess::AwaitServing() {
  std::string line;
  while (ReadLine(line)) {
    if (line == "serving\n") return true;
  }
  return false;
}

std::string ServerProcess::Said(const std::string& name) const {
  for (const absl::string_view line : absl::StrSplit(output_, '\n')) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    if (words.front() == name) return words.back();
  }
  return "";
}

void ServerProcess::Signal(int number) const {
  if (process_ > 0) kill(process_, number);
}

int ServerProcess::Wait() {
  if (process_ <= 0) return exit_code_;
  std::string line;
  while (ReadLine(line)) {
  }
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = -1;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return exit_code_;
}

std::string ServerProcess::errors() const { return TextOfFile(errors_file_); }

}  // namespace mosbat::testing
