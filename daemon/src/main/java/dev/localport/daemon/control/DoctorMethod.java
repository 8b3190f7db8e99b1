package dev.localport.daemon.control;

import dev.localport.api.DoctorCheck;
import dev.localport.api.DoctorRequest;
import dev.localport.api.Methods;
import dev.localport.daemon.doctor.Doctor;
import dev.localport.daemon.doctor.Hearer;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcMethod;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@code doctor.check}: each finding as it is there, and all of them at the end. Thread-safe. */
public record DoctorMethod(Doctor doctor) implements RpcMethod {
  @Override
  public JsonObject call(JsonObject params, RpcConnection from) throws InterruptedException {
    List<JsonObject> checks = new CopyOnWriteArrayList<>();
    doctor.examine(
        DoctorRequest.from(params),
        new Hearer() {
          @Override
          public void found(DoctorCheck check) {
            checks.add(check.toJson());
            from.notify(Methods.DOCTOR_FOUND, check.toJson());
          }

          @Override
          public void done(String group) {
            from.notify(Methods.DOCTOR_DONE, JsonObject.builder().put("group", group).build());
          }
        });
    long broken = checks.stream().map(DoctorCheck::from).filter(DoctorCheck::isBroken).count();
    return JsonObject.builder().put("checks", List.copyOf(checks)).put("broken", broken).build();
  }
}
