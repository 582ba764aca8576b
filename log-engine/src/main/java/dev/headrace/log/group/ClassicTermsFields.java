package dev.headrace.log.group;

import dev.headrace.log.group.JoinRequest.Protocol;
import dev.headrace.log.record.FieldReader;
import dev.headrace.log.record.FieldWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tagged fields of a stored member, which tell how one of the classic protocol is in. */
final class ClassicTermsFields {

  private static final int CLASSIC_TAG = 0;
  private static final int NO_TAGS = 0;
  private static final byte PRESENT = 1;

  private ClassicTermsFields() {}

  static void write(FieldWriter fields, Optional<ClassicTerms> terms) {
    if (terms.isEmpty()) {
      fields.unsignedVarint(NO_TAGS);
      return;
    }
    byte[] tagged = encode(terms.get());
    fields.unsignedVarint(1).unsignedVarint(CLASSIC_TAG).unsignedVarint(tagged.length).raw(tagged);
  }

  private static byte[] encode(ClassicTerms terms) {
    FieldWriter fields =
        new FieldWriter()
            .int8(PRESENT)
            .int32(terms.sessionTimeoutMillis())
            .compactCount(terms.protocols().size());
    for (Protocol protocol : terms.protocols()) {
      byte[] metadata = protocol.metadata().toByteArray();
      fields
          .compactString(protocol.name())
          .unsignedVarint(metadata.length + 1)
          .raw(metadata)
          .unsignedVarint(NO_TAGS);
    }
    return fields.unsignedVarint(NO_TAGS).toByteArray();
  }

  static Optional<ClassicTerms> read(FieldReader fields) {
    Optional<ClassicTerms> terms = Optional.empty();
    int tags = fields.unsignedVarint();
    for (int i = 0; i < tags; i++) {
      int tag = fields.unsignedVarint();
      int bytes = fields.unsignedVarint();
      if (tag == CLASSIC_TAG) {
        terms = decode(fields);
      } else {
        fields.skip(bytes);
      }
    }
    return terms;
  }

  private static Optional<ClassicTerms> decode(FieldReader fields) {
    if (fields.int8() != PRESENT) {
      return Optional.empty();
    }
    int sessionTimeoutMillis = fields.int32();
    int count = fields.compactCount();
    List<Protocol> protocols = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      protocols.add(new Protocol(fields.compactString(), Opaque.of(fields.compactBytes())));
      fields.skipTags();
    }
    fields.skipTags();
    return Optional.of(new ClassicTerms(sessionTimeoutMillis, protocols));
  }
}
