package io.weir.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class YarnClusterTest {
    @Test
    void namesNoPageThatYarnDoesNotServe() {
        assertThat(YarnCluster.reachable("http://localhost:0/proxy/application_1_0001/"))
                .isEmpty();
        assertThat(YarnCluster.reachable("N/A")).isEmpty();
        assertThat(YarnCluster.reachable(null)).isEmpty();
        String url = "http://master:8088/proxy/application_1_0001/";
        assertThat(YarnCluster.reachable(url)).isEqualTo(url);
    }
}
