package dev.headrace.compatibility.clients;

import java.util.List;
import org.apache.kafka.common.utils.AppInfoParser;

/** The process of a client: does all that there is to do, and says what is done. */
final class ClientMain {

  private ClientMain() {}

  /** A part of what a client can do; throws when it cannot. */
  interface Feature {
    void use(Clients clients) throws Exception;
  }

  /**
   * @param args the address of the node
   */
  public static void main(String[] args) throws Exception {
    System.out.println("version " + AppInfoParser.getVersion());
    Clients clients = new Clients(args[0]);
    for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
      run("codec " + codec, clients, it -> Records.writeAndRead(it, codec));
    }
    run("headers and timestamps", clients, Records::keepHeadersAndTimestamps);
    run("acks", clients, Records::writeWithAllAcks);
    run("transactions", clients, Transactions::commitAndAbort);
    run("fencing", clients, Transactions::fence);
    run("offsets in transactions", clients, Transactions::copyExactlyOnce);
    for (String assignor : List.of("Range", "RoundRobin", "Sticky", "CooperativeSticky")) {
      run("group " + assignor, clients, it -> Groups.share(it, assignor));
    }
    run("static members", clients, Groups::comeBackByName);
    run("resuming", clients, Groups::resume);
    run("topics", clients, Administration::topics);
    run("configs", clients, Administration::configs);
    run("offsets", clients, Administration::offsets);
    run("groups", clients, Administration::groups);
    run("cluster", clients, Administration::cluster);
  }

  private static void run(String name, Clients clients, Feature feature) throws Exception {
    feature.use(clients);
    System.out.println("done " + name);
  }
}
