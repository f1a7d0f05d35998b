package io.weir.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import org.junit.jupiter.api.Test;

class HadoopPluginTest {
    @Test
    void aClassPathWithoutHadoopIsToldWhatToAdd() {
        assertThatThrownBy(() -> HadoopPlugin.requireHadoop(HadoopPlugin.class.getClassLoader()))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("org.apache.hadoop:hadoop-client-api")
                .extracting("code")
                .isEqualTo(ErrorCode.CONFIGURATION);
    }
}
