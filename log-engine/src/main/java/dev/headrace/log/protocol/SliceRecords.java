package dev.headrace.log.protocol;

import dev.headrace.log.storage.FileSlice;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.RecordsSend;

/** Records of a fetch response that stay in their segment file until the socket takes them. */
record SliceRecords(FileSlice slice) implements BaseRecords {

  /** Lets go of the files of a response that could not be encoded. */
  static void closeAll(FetchResponseData response) {
    for (var topic : response.responses()) {
      for (var partition : topic.partitions()) {
        if (partition.records() instanceof SliceRecords(var slice)) {
          slice.close();
        }
      }
    }
  }

  @Override
  public int sizeInBytes() {
    return slice.length();
  }

  @Override
  public RecordsSend<? extends BaseRecords> toSend() {
    throw new UnsupportedOperationException("sent as a part of a response");
  }
}
