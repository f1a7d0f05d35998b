package io.weir.testing.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(MiniHadoopExtension.class)
class MiniHadoopTest {
    @Test
    void takesFilesThroughTheWrittenConfiguration(MiniHadoop hadoop) throws Exception {
        Path file = new Path("/tests/" + System.nanoTime() + "/hello");
        try (FileSystem files = FileSystem.newInstance(asExternalClient(hadoop))) {
            assertThat(files.getUri()).hasToString(hadoop.fileSystemUri());
            try (FSDataOutputStream output = files.create(file)) {
                output.write("hello".getBytes(UTF_8));
            }
            try (var input = files.open(file)) {
                assertThat(input.readAllBytes()).asString(UTF_8).isEqualTo("hello");
            }
            assertThat(files.getFileBlockLocations(file, 0, 5)[0].getHosts()).containsExactly("localhost");
        }
    }

    @Test
    void listsItsNodesToAnExternalClient(MiniHadoop hadoop) throws Exception {
        try (YarnClient yarn = YarnClient.createYarnClient()) {
            yarn.init(asExternalClient(hadoop));
            yarn.start();

            NodeReport node = yarn.getNodeReports(NodeState.RUNNING).get(0);

            assertThat(node.getCapability().getMemorySize()).isEqualTo(8192);
            assertThat(node.getCapability().getVirtualCores()).isEqualTo(8);
            assertThat(node.getNodeId().getHost()).isEqualTo("localhost");
        }
    }

    @Test
    void servesTheResourceManagersRestInterface(MiniHadoop hadoop) throws Exception {
        URI uri = URI.create("http://" + hadoop.resourceManagerWebAddress() + "/ws/v1/cluster/info");

        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString(UTF_8));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("STARTED");
    }

    @Test
    void runsZooKeeper(MiniHadoop hadoop) throws Exception {
        String[] address = hadoop.zooKeeperAddress().split(":");
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address[0], Integer.parseInt(address[1])), 5_000);
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("srvr".getBytes(UTF_8));

            assertThat(socket.getInputStream().readAllBytes()).asString(UTF_8).contains("Mode: standalone");
        }
    }

    /** Reads what a program in another process would read. */
    private static Configuration asExternalClient(MiniHadoop hadoop) {
        Configuration configuration = new Configuration();
        for (String file : new String[] {"core-site.xml", "hdfs-site.xml", "yarn-site.xml"}) {
            configuration.addResource(
                    new Path(hadoop.configurationDirectory().resolve(file).toUri()));
        }
        return configuration;
    }
}
