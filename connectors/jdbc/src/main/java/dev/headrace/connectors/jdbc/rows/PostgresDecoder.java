package dev.headrace.connectors.jdbc.rows;

import dev.headrace.connectors.jdbc.types.Shape;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads values of one type in PostgreSQL's binary format. Without state; from any thread. */
interface PostgresDecoder {

  VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** The value in {@code length} bytes of {@code row}. */
  Object decode(byte[] row, int from, int length) throws UnfitValue;

  /** The same as a text that PostgreSQL reads as this very value. */
  default String text(byte[] row, int from, int length) {
    try {
      return decode(row, from, length).toString();
    } catch (UnfitValue impossible) {
      throw new IllegalStateException("values of a key have a text", impossible);
    }
  }

  static int intAt(byte[] row, int from) {
    return (int) INTS.get(row, from);
  }

  static long longAt(byte[] row, int from) {
    return (long) LONGS.get(row, from);
  }

  static int shortAt(byte[] row, int from) {
    return (short) SHORTS.get(row, from);
  }

  static PostgresDecoder of(Shape shape) {
    return switch (shape) {
      case Shape.Simple simple ->
          switch (simple) {
            case BOOLEAN -> (row, from, _) -> row[from] != 0;
            // integer and smallint
            case INT ->
                (row, from, length) ->
                    length == Short.BYTES ? shortAt(row, from) : intAt(row, from);
            // bigint, and oid, which has four bytes and no sign
            case LONG ->
                (row, from, length) ->
                    length == Integer.BYTES
                        ? Integer.toUnsignedLong(intAt(row, from))
                        : longAt(row, from);
            case FLOAT -> (row, from, _) -> Float.intBitsToFloat(intAt(row, from));
            case DOUBLE -> (row, from, _) -> Double.longBitsToDouble(longAt(row, from));
            case TEXT ->
                (row, from, length) -> new String(row, from, length, StandardCharsets.UTF_8);
            case BYTES -> new Bytes();
          };
      case Shape.Logical logical ->
          switch (logical) {
            case DATE -> new PostgresTimes.Date();
            case TIME -> new PostgresTimes.Time();
            case INSTANT, INSTANT_NANOS -> new PostgresTimes.WithZone();
            case LOCAL_TIME_STAMP, LOCAL_TIME_STAMP_NANOS -> new PostgresTimes.WithoutZone();
            case UUID -> (row, from, _) -> new UUID(longAt(row, from), longAt(row, from + 8));
          };
      case Shape.Decimal _, Shape.AnyDecimal _ -> new PostgresNumeric();
      case Shape.ListOf(Shape element) -> new ListOf(of(element));
    };
  }

  /** bytea. */
  record Bytes() implements PostgresDecoder {

    @Override
    public Object decode(byte[] row, int from, int length) {
      return ByteBuffer.wrap(Arrays.copyOfRange(row, from, from + length));
    }

    @Override
    public String text(byte[] row, int from, int length) {
      return "\\x" + HexFormat.of().formatHex(row, from, from + length);
    }
  }

  /** An array of one dimension, counted from 1. */
  record ListOf(PostgresDecoder element) implements PostgresDecoder {

    private static final int DIMENSIONS = 0;
    private static final int SIZE = 12;
    private static final int FIRST_INDEX = 16;
    private static final int ELEMENTS = 20;

    @Override
    public Object decode(byte[] row, int from, int length) throws UnfitValue {
      int dimensions = intAt(row, from + DIMENSIONS);
      if (dimensions == 0) {
        return List.of();
      }
      if (dimensions > 1) {
        throw new UnfitValue("an array of " + dimensions + " dimensions");
      }
      if (intAt(row, from + FIRST_INDEX) != 1) {
        throw new UnfitValue("an array that does not begin at index 1");
      }
      int size = intAt(row, from + SIZE);
      List<@Nullable Object> elements = new ArrayList<>(size);
      int at = from + ELEMENTS;
      for (int i = 0; i < size; i++) {
        int elementLength = intAt(row, at);
        at += Integer.BYTES;
        elements.add(elementLength < 0 ? null : element.decode(row, at, elementLength));
        at += Math.max(0, elementLength);
      }
      return elements;
    }
  }
}
