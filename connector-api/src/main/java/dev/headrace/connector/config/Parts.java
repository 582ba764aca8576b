package dev.headrace.connector.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the parts of a configuration off its record class. */
final class Parts {

  private Parts() {}

  static GroupPart group(Class<?> type, String prefix) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new IllegalArgumentException(type.getName() + " is not a record");
    }
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      List<Part> parts =
          Arrays.stream(components)
              .map(component -> part(component, component.getGenericType(), prefix))
              .toList();
      return new GroupPart(prefix, constructor, parts);
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(type + " has no canonical constructor", impossible);
    }
  }

  private static Part part(RecordComponent component, Type type, String prefix) {
    String key = prefix + dotted(component.getName());
    return switch (type) {
      case ParameterizedType generic when generic.getRawType() == Optional.class ->
          new OptionalPart(key, part(component, generic.getActualTypeArguments()[0], prefix));
      case ParameterizedType generic when generic.getRawType() == List.class -> {
        Element element = element(component, generic.getActualTypeArguments()[0]);
        yield new ListPart(setting(component, key, Setting.Type.LIST, element.scalar()), element);
      }
      case ParameterizedType generic
          when generic.getRawType() == Map.class
              && generic.getActualTypeArguments()[0] == String.class
              && Set.of(String.class, Secret.class).contains(generic.getActualTypeArguments()[1]) ->
          new MapPart(
              open(component, key),
              key + ".",
              element(component, generic.getActualTypeArguments()[1]));
      case Class<?> sealed when sealed.isSealed() -> choice(component, sealed, key, prefix);
      case Class<?> group when group.isRecord() && Scalar.of(group).isEmpty() ->
          group(group, component.isAnnotationPresent(Inline.class) ? prefix : key + ".");
      default -> {
        Element element = element(component, type);
        Scalar scalar = element.scalar();
        yield new ScalarPart(setting(component, key, scalar.type(), scalar), element);
      }
    };
  }

  private static Part choice(
      RecordComponent component, Class<?> sealed, String key, String prefix) {
    Map<String, GroupPart> variants = new LinkedHashMap<>();
    StringBuilder doc = new StringBuilder(doc(component));
    for (Class<?> variant : sealed.getPermittedSubclasses()) {
      String name = name(variant);
      variants.put(name, group(variant, prefix));
      Optional.ofNullable(variant.getAnnotation(Doc.class))
          .ifPresent(words -> doc.append(" `").append(name).append("`: ").append(words.value()));
    }
    Optional<String> byDefault = byDefault(component);
    Setting setting =
        new Setting(
            key,
            Setting.Type.CHOICE,
            byDefault,
            byDefault.isEmpty(),
            doc.toString(),
            List.copyOf(variants.keySet()),
            Optional.empty(),
            Optional.empty());
    return new ChoicePart(setting, variants);
  }

  private static String name(Class<?> variant) {
    return Optional.ofNullable(variant.getAnnotation(Named.class))
        .map(Named::value)
        .orElseGet(() -> dotted(variant.getSimpleName()).replace('.', '-'));
  }

  private static Element element(RecordComponent component, Type type) {
    Scalar scalar =
        (type instanceof Class<?> plain ? Scalar.of(plain) : Optional.<Scalar>empty())
            .orElseThrow(
                () -> new IllegalArgumentException(describe(component) + " cannot be of " + type));
    return new Element(scalar, Rule.of(component, scalar));
  }

  private static Setting setting(
      RecordComponent component, String key, Setting.Type type, Scalar scalar) {
    Optional<String> byDefault = byDefault(component);
    return new Setting(
        key,
        type,
        byDefault,
        byDefault.isEmpty(),
        doc(component),
        Rule.allowed(component).orElse(scalar.allowed()),
        Rule.bounds(component),
        Optional.empty());
  }

  private static Setting open(RecordComponent component, String key) {
    return new Setting(
        key + ".*",
        Setting.Type.MAP,
        Optional.empty(),
        false,
        doc(component),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<String> byDefault(RecordComponent component) {
    return Optional.ofNullable(component.getAnnotation(Default.class)).map(Default::value);
  }

  private static String doc(RecordComponent component) {
    return Optional.ofNullable(component.getAnnotation(Doc.class))
        .map(Doc::value)
        .orElseThrow(() -> new IllegalArgumentException(describe(component) + " has no @Doc"));
  }

  private static String describe(RecordComponent component) {
    return component.getDeclaringRecord().getName() + "." + component.getName();
  }

  /** {@code pollInterval} and {@code PollInterval} are {@code poll.interval}. */
  private static String dotted(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", ".").toLowerCase(Locale.ROOT);
  }
}
