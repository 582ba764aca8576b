package dev.headrace.runtime;

import dev.headrace.runtime.cli.HeadraceCommand;

/** The program. Everything it can do is a command of {@link HeadraceCommand}. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(HeadraceCommand.execute(arguments));
  }
}
