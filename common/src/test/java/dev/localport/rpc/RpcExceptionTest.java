package dev.localport.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RpcExceptionTest {
  @Test
  void carriesWhatProgramsNeed() {
    JsonObject data = JsonObject.builder().put("exit_code", 3).build();

    RpcException failed = new RpcException(RpcException.FAILED, "no such service", data);

    assertThat(failed).hasMessage("no such service");
    assertThat(failed.code()).isEqualTo(-32000);
    assertThat(failed.data()).isEqualTo(data);
  }

  @Test
  void hasEmptyDataWhereNoneIsGiven() {
    assertThat(new RpcException(RpcException.FAILED, "no").data()).isEqualTo(JsonObject.empty());
  }
}
