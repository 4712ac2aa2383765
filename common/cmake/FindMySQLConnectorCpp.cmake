# MySQL Connector/C++, the JDBC-style API (Debian's libmysqlcppconn-dev ships no CMake or pkg-config file).
# Defines MySQLConnectorCpp::jdbc.
find_path(MySQLConnectorCpp_INCLUDE_DIR cppconn/driver.h)
find_library(MySQLConnectorCpp_LIBRARY mysqlcppconn)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(MySQLConnectorCpp REQUIRED_VARS MySQLConnectorCpp_LIBRARY
                                  MySQLConnectorCpp_INCLUDE_DIR)
if(MySQLConnectorCpp_FOUND AND NOT TARGET MySQLConnectorCpp::jdbc)
  add_library(MySQLConnectorCpp::jdbc UNKNOWN IMPORTED)
  set_target_properties(MySQLConnectorCpp::jdbc PROPERTIES
    IMPORTED_LOCATION ${MySQLConnectorCpp_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${MySQLConnectorCpp_INCLUDE_DIR})
endif()
