package dev.headrace.connectors.jdbc.source;

import java.util.ArrayList;
import java.util.List;

/** Several texts in one, parted by commas; a comma or backslash in them has a backslash before. */
final class Texts {

  private Texts() {}

  /** Joins at least one text. */
  static String join(List<String> texts) {
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      joined.append(i == 0 ? "" : ",");
      joined.append(texts.get(i).replace("\\", "\\\\").replace(",", "\\,"));
    }
    return joined.toString();
  }

  /** What was joined: at least one text. */
  static List<String> split(String joined) {
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < joined.length(); i++) {
      char c = joined.charAt(i);
      if (c == '\\' && i + 1 < joined.length()) {
        text.append(joined.charAt(++i));
      } else if (c == ',') {
        texts.add(text.toString());
        text.setLength(0);
      } else {
        text.append(c);
      }
    }
    texts.add(text.toString());
    return texts;
  }
}
