/**
 * A configuration is a record: from its annotated components come binding, validation, help and
 * documentation.
 *
 * <p>A component {@code pollInterval} is the setting {@code poll.interval}. What a component may
 * be:
 *
 * <ul>
 *   <li>{@code int}, {@code long}, {@code double}, {@code boolean}, {@code char}, {@link String},
 *       {@link java.nio.file.Path}, {@link java.net.URI}, {@link java.nio.charset.Charset}, {@link
 *       java.time.Duration}, {@link dev.headrace.connector.config.DataSize}, {@link
 *       dev.headrace.connector.config.Secret}, an enum (written in lower case);
 *   <li>a {@link java.util.List} of these, written with commas;
 *   <li>an {@link java.util.Optional} of these: the setting may be left out. All others are
 *       required unless they have a {@link dev.headrace.connector.config.Default};
 *   <li>a {@code Map<String, String>} or {@code Map<String, Secret>}: all keys that begin with the
 *       component's key and a dot; the component of secrets has {@code secret} in its name, so that
 *       they are masked even where this definition is not known;
 *   <li>a record: its settings begin with the component's key and a dot, or stand beside the others
 *       when it is {@link dev.headrace.connector.config.Inline};
 *   <li>a sealed interface of records: the component's key chooses the record by its name (its
 *       simple name in lower case with hyphens, or what {@link dev.headrace.connector.config.Named}
 *       says), and the settings of that record stand beside it, without a prefix.
 * </ul>
 *
 * <pre>{@code
 * record ImportSettings(
 *     @Doc("Where the rows come from.") URI url,
 *     @Doc("How often to look.") @Default("1m") @Range(from = "1s") Duration pollInterval,
 *     @Doc("Who is asked for.") @Default("all") Selection selection) {
 *
 *   sealed interface Selection {
 *     @Doc("Everything there is.")
 *     record All() implements Selection {}
 *
 *     @Doc("What one query gives.")
 *     record Query(@Doc("The query.") @NotBlank String query) implements Selection {}
 *   }
 * }
 *
 * switch (Definition.of(ImportSettings.class).bind(Map.of("url", "https://example.org", "selection", "all"))) {
 *   case Binding.Bound(ImportSettings settings) -> start(settings);
 *   case Binding.Invalid(List<Problem> problems) -> problems.forEach(this::show);
 * }
 * }</pre>
 */
@NullMarked
package dev.headrace.connector.config;

import org.jspecify.annotations.NullMarked;
