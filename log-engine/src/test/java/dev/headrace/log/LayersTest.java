package dev.headrace.log;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import dev.headrace.log.broker.ReplayedState;
import dev.headrace.log.protocol.ApiHandler;
import java.util.List;
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

  /** So that they can be tested, and replayed, without any of that. */
  @Test
  void statesKnowNothingOfSocketsFilesThreadsAndTime() {
    classes()
        .that()
        .resideInAnyPackage("dev.headrace.log.group..", "dev.headrace.log.transaction..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.headrace.log.group..",
            "dev.headrace.log.transaction..",
            "dev.headrace.log.record..",
            "java.lang..",
            "java.nio",
            "java.util",
            "java.util.function",
            "java.util.stream",
            "org.jspecify.annotations")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage("dev.headrace.log.group..", "dev.headrace.log.transaction..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }

  /** Topics, groups and transactions are rebuilt, and written down, in one way. */
  @Test
  void statesAreReplayedAndWrittenDownByOneMechanism() {
    noClasses()
        .that()
        .doNotHaveSimpleName("StateLog")
        .and()
        .doNotHaveSimpleName("StateSnapshots")
        .should()
        .dependOnClassesThat()
        .haveSimpleName("StateSnapshots")
        .check(CLASSES);
    assertThat(
            CLASSES.stream()
                .filter(it -> !it.isInterface() && it.isAssignableTo(ReplayedState.class))
                .map(it -> it.getSource().orElseThrow().getFileName().orElseThrow()))
        .containsExactlyInAnyOrder("MetadataLog.java", "GroupJournal.java", "TransactionLog.java");
  }

  @Test
  void eachApiHasOneHandlerOfItsName() {
    List<JavaClass> handlers =
        CLASSES.stream()
            .filter(it -> !it.isInterface() && it.isAssignableTo(ApiHandler.class))
            .toList();
    assertThat(handlers).hasSizeGreaterThan(30);
    for (JavaClass handler : handlers) {
      assertThat(handler.getSimpleName() + " of " + requestOf(handler))
          .isEqualTo(
              requestOf(handler).replace("RequestData", "Handler") + " of " + requestOf(handler));
    }
    assertThat(handlers.stream().map(LayersTest::requestOf)).doesNotHaveDuplicates();
  }

  private static String requestOf(JavaClass handler) {
    for (JavaType type : handler.getInterfaces()) {
      if (type instanceof JavaParameterizedType api) {
        return api.getActualTypeArguments().getFirst().toErasure().getSimpleName();
      }
    }
    throw new AssertionError(handler + " does not say which messages it takes");
  }

  @Test
  void recordsAndFilesKnowNothingOfTime() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.headrace.log.record..", "dev.headrace.log.storage..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }
}
