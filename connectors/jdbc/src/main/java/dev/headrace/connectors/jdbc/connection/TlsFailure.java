package dev.headrace.connectors.jdbc.connection;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;

/**
 * Whether certificates are why there is no connection. To PostgreSQL's driver these are failed
 * connections like any other, told in the language of the process; so it is read off what lies
 * behind them.
 */
final class TlsFailure {

  private static final String STATE = "08006";

  /** Stands in what the driver says of a certificate that names another host. */
  private static final String HOST_CHECK = "PgjdbcHostnameVerifier";

  private TlsFailure() {}

  static boolean is(SQLException failure) {
    if (!STATE.equals(failure.getSQLState())) {
      return false;
    }
    boolean handshake = String.valueOf(failure.getMessage()).contains(HOST_CHECK);
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      switch (cause) {
        case GeneralSecurityException _, FileNotFoundException _ -> {
          return true;
        }
        case EOFException _, SocketException _, SocketTimeoutException _ -> {
          return false;
        }
        case SSLException _ -> handshake = true;
        default -> {}
      }
    }
    return handshake;
  }
}
