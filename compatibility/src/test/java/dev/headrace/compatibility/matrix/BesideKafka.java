package dev.headrace.compatibility.matrix;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands both logs to tests: one pair for all of them, closed behind the last. */
final class BesideKafka implements ParameterResolver {

  private static final Namespace OWN = Namespace.create(BesideKafka.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
    return parameter.getParameter().getType() == BothLogs.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
    return extension
        .getRoot()
        .getStore(OWN)
        .computeIfAbsent(BothLogs.class, _ -> BothLogs.start(), BothLogs.class);
  }
}
