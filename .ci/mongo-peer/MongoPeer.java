import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;

/** MongoDB's wire protocol for tests, in memory, on the port given. It says it is 4.4, the oldest that the driver talks to. */
class MongoPeer {
    public static void main(String[] args) {
        MongoVersion spoken = new MongoVersion() {
            public List<Integer> getVersionArray() { return List.of(4, 4, 0); }
            public int getWireVersion() { return 9; }
        };
        new MongoServer(new MemoryBackend().version(spoken)).bind("127.0.0.1", Integer.parseInt(args[0]));
    }
}
