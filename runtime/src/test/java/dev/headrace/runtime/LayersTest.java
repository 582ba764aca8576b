package dev.headrace.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of the worker. */
final class LayersTest {

  private static final JavaClasses WORKER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.headrace.runtime");

  @Test
  void thePortSeesOfTheEngineOnlyTheRecordBatch() {
    noClasses()
        .that()
        .resideInAPackage("dev.headrace.runtime.log")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.headrace.log",
            "dev.headrace.log.broker..",
            "dev.headrace.log.storage..",
            "dev.headrace.log.protocol..",
            "dev.headrace.log.server..",
            "dev.headrace.log.group..",
            "dev.headrace.log.transaction..",
            "dev.headrace.runtime.log.embedded..",
            "dev.headrace.runtime.log.kafka..")
        .check(WORKER);
  }

  @Test
  void tasksSeeTheLogOnlyThroughThePort() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.headrace.runtime.task..",
            "dev.headrace.runtime.format..",
            "dev.headrace.runtime.schema..",
            "dev.headrace.runtime.offset..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.headrace.log",
            "dev.headrace.log.broker..",
            "dev.headrace.log.storage..",
            "dev.headrace.log.protocol..",
            "dev.headrace.log.server..",
            "dev.headrace.log.group..",
            "dev.headrace.log.transaction..",
            "dev.headrace.runtime.log.embedded..",
            "dev.headrace.runtime.log.kafka..")
        .check(WORKER);
  }

  @Test
  void tasksKnowNothingOfSupervisionAndWhatIsAboveIt() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.headrace.runtime.task..",
            "dev.headrace.runtime.format..",
            "dev.headrace.runtime.schema..",
            "dev.headrace.runtime.offset..",
            "dev.headrace.runtime.log..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.headrace.runtime",
            "dev.headrace.runtime.connector..",
            "dev.headrace.runtime.config..",
            "dev.headrace.runtime.plugin..",
            "dev.headrace.runtime.secret..",
            "dev.headrace.runtime.rest..",
            "dev.headrace.runtime.cli..")
        .check(WORKER);
  }

  @Test
  void schedulesKnowNothingOfWhatIsDoneWhenTheyAreDue() {
    noClasses()
        .that()
        .resideInAPackage("dev.headrace.runtime.schedule..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.headrace.runtime.task..",
            "dev.headrace.runtime.connector..",
            "dev.headrace.runtime.rest..",
            "dev.headrace.runtime.cli..")
        .check(WORKER);
  }

  @Test
  void onlySchedulesKnowQuartz() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.headrace.runtime.schedule..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.quartz..")
        .check(WORKER);
  }

  @Test
  void deadLettersKnowNothingOfTasks() {
    noClasses()
        .that()
        .resideInAPackage("dev.headrace.runtime.deadletter..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.headrace.runtime.task..",
            "dev.headrace.runtime.connector..",
            "dev.headrace.runtime.rest..",
            "dev.headrace.runtime.cli..")
        .check(WORKER);
  }

  @Test
  void schemasKnowNothingOfFormats() {
    noClasses()
        .that()
        .resideInAPackage("dev.headrace.runtime.schema..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.headrace.runtime.format..", "dev.headrace.runtime.task..")
        .check(WORKER);
  }

  @Test
  void formatsAndPositionsKnowNothingOfTasks() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.headrace.runtime.format..", "dev.headrace.runtime.offset..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.headrace.runtime.task..")
        .check(WORKER);
  }
}
