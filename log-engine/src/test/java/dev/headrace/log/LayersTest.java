package dev.headrace.log;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of this module, and who may see which library. */
class LayersTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.headrace.log");

  @Test
  void packagesSeeOnlyWhatIsBelowThem() {
    Architectures.layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("root")
        .definedBy("dev.headrace.log")
        .layer("backup")
        .definedBy("dev.headrace.log.backup..")
        .layer("server")
        .definedBy("dev.headrace.log.server..")
        .layer("protocol")
        .definedBy("dev.headrace.log.protocol..")
        .layer("broker")
        .definedBy("dev.headrace.log.broker..")
        .layer("group")
        .definedBy("dev.headrace.log.group..")
        .layer("transaction")
        .definedBy("dev.headrace.log.transaction..")
        .layer("storage")
        .definedBy("dev.headrace.log.storage..")
        .layer("record")
        .definedBy("dev.headrace.log.record..")
        .whereLayer("root")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("backup")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("server")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("protocol")
        .mayOnlyBeAccessedByLayers("server", "root")
        .whereLayer("broker")
        .mayOnlyBeAccessedByLayers("protocol", "server", "root")
        .whereLayer("group")
        .mayOnlyBeAccessedByLayers("broker", "protocol", "root")
        .whereLayer("transaction")
        .mayOnlyBeAccessedByLayers("broker", "protocol", "root")
        .whereLayer("storage")
        .mayOnlyBeAccessedByLayers("broker", "protocol", "server", "backup", "root")
        .check(CLASSES);
  }

  @Test
  void packagesDependOnOneAnotherInOneDirection() {
    slices().matching("dev.headrace.log.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheServerSeesNetty() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.headrace.log.server..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(CLASSES);
  }

  @Test
  void onlyTheProtocolSeesKafkasClasses() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.headrace.log.protocol..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .check(CLASSES);
  }

  /** They take memory for whatever a length in a frame says: CVE-2026-111115. */
  @Test
  void nobodyDecodesFramesWithoutBounds() {
    noClasses()
        .should()
        .callMethod(
            "org.apache.kafka.common.requests.RequestHeader", "parse", "java.nio.ByteBuffer")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.apache.kafka.common.protocol.ByteBufferAccessor")
        .check(CLASSES);
  }

  @Test
  void statesAndRecordsKnowNothingOfTime() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.headrace.log.record..", "dev.headrace.log.storage..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }
}
