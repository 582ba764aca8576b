package dev.headrace.connectors.jdbc.connection;

import java.util.List;
import java.util.Locale;

/** The parameters that were looked at. All in lower case. */
final class ListedParameters {

  /** Nothing here names a class, a file, a service or a host. */
  static final List<String> POSTGRESQL =
      List.of(
          "adaptivefetch",
          "adaptivefetchmaximum",
          "adaptivefetchminimum",
          "applicationname",
          "assumeminserverversion",
          "autosave",
          "binarytransfer",
          "binarytransferdisable",
          "binarytransferenable",
          "cancelsignaltimeout",
          "channelbinding",
          "cleanupsavepoints",
          "connecttimeout",
          "currentschema",
          "databasemetadatacachefields",
          "databasemetadatacachefieldsmib",
          "defaultrowfetchsize",
          "disablecolumnsanitiser",
          "escapesyntaxcallmode",
          "groupstartupparameters",
          "gssencmode",
          "hideunprivilegedobjects",
          "hostrecheckseconds",
          "loadbalancehosts",
          "logintimeout",
          "logservererrordetail",
          "maxresultbuffer",
          "maxsendbuffersize",
          "options",
          "preferquerymode",
          "preparedstatementcachequeries",
          "preparedstatementcachesizemib",
          "preparethreshold",
          "protocolversion",
          "querytimeout",
          "quotereturningidentifiers",
          "readonly",
          "readonlymode",
          "receivebuffersize",
          "requireauth",
          "rewritebatchedinserts",
          "rewritebatchedinsertssize",
          "scrammaxiterations",
          "sendbuffersize",
          "sockettimeout",
          "ssl",
          "sslnegotiation",
          "sslresponsetimeout",
          "stringtype",
          "targetservertype",
          "tcpkeepalive",
          "tcpnodelay",
          "unknownlength");

  static final List<String> SQLITE =
      List.of(
          "automatic_index",
          "busy_timeout",
          "cache",
          "cache_size",
          "cache_spill",
          "case_sensitive_like",
          "date_class",
          "date_precision",
          "date_string_format",
          "defer_foreign_keys",
          "encoding",
          "foreign_keys",
          "fullsync",
          "immutable",
          "journal_mode",
          "journal_size_limit",
          "locking_mode",
          "mmap_size",
          "mode",
          "open_mode",
          "page_size",
          "read_uncommitted",
          "recursive_triggers",
          "secure_delete",
          "shared_cache",
          "synchronous",
          "temp_store",
          "transaction_mode",
          "wal_autocheckpoint");

  static final List<String> H2 =
      List.of(
          "access_mode_data",
          "auto_reconnect",
          "cache_size",
          "case_insensitive_identifiers",
          "compress",
          "database_to_lower",
          "database_to_upper",
          "db_close_delay",
          "db_close_on_exit",
          "default_lock_timeout",
          "default_null_ordering",
          "file_lock",
          "ifexists",
          "ignorecase",
          "lock_mode",
          "lock_timeout",
          "max_compact_time",
          "max_length_inplace_lob",
          "max_memory_rows",
          "max_operation_memory",
          "mode",
          "network_timeout",
          "non_keywords",
          "page_size",
          "query_timeout",
          "retention_time",
          "schema",
          "time zone",
          "write_delay");

  /** Parts of names, in any driver, of parameters that load, run, read or write something. */
  private static final List<String> DANGEROUS_PARTS =
      List.of(
          "callback",
          "class",
          "config",
          "deserial",
          "detectcustomcollations",
          "driver",
          "event",
          "exec",
          "extension",
          "factory",
          "file",
          "handler",
          "infile",
          "init",
          "interceptor",
          "jaas",
          "jndi",
          "keystore",
          "library",
          "listener",
          "localsocket",
          "location",
          "log",
          "oracle.jdbc.provider",
          "path",
          "pipe",
          "plugin",
          "propertiestransform",
          "provider",
          "resource",
          "restore",
          "createfrom",
          "script",
          "serialize",
          "service",
          "sslcert",
          "strategy",
          "tns_admin",
          "trace",
          "transform",
          "truststore",
          "url",
          "verifier",
          "wallet");

  private ListedParameters() {}

  static boolean isDangerous(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return DANGEROUS_PARTS.stream().anyMatch(lower::contains) && !HARMLESS.contains(lower);
  }

  /** Names that only look dangerous. */
  private static final List<String> HARMLESS =
      List.of("logintimeout", "characterencoding", "collation", "initialtimeout");
}
