// The server binary as a child process, as an operator runs it. It never outlives the test.
#pragma once

#include <stdio.h>
#include <sys/types.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/testing/temp_folder.h"

namespace mosbat::testing {

using Variables = std::map<std::string, std::string>;

std::string TextOfFile(const std::string& file);

class ServerProcess {
 public:
  // Runs `mosbat` with these arguments; of the environment's MOSBAT_ variables it sees only `variables`.
  explicit ServerProcess(const std::vector<std::string>& arguments, const Variables& variables = {});
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // Reads what it prints until it says that it serves; false if it ended instead.
  bool AwaitServing();
  // What it printed behind `name` before that: "gateway" → "127.0.0.1:41234", "health" → its port.
  std::string Said(const std::string& name) const;

  void Signal(int number) const;
  // Waits for its end; the exit code, or minus the signal that ended it.
  int Wait();

  // Everything printed, once it has ended.
  const std::string& output() const { return output_; }
  std::string errors() const;

 private:
  // The next line of its standard output; false at the end.
  bool ReadLine(std::string& line);

  const TempFolder folder_;
  const std::string errors_file_;
  pid_t process_ = -1;
  int exit_code_ = 0;
  FILE* from_process_ = nullptr;
  std::string output_;
};

}  // namespace mosbat::testing
