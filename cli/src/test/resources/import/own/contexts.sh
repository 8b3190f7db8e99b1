#!/bin/sh
# The same Service in the same namespace of three clusters.
kubectl --context dev -n shop port-forward svc/web 20001:80 &
kubectl --context stage -n shop port-forward svc/web 20002:80 &
kubectl --context prod -n shop port-forward svc/web 20003:80 &
kubectl --context prod -n team port-forward svc/web 20004:80 &
wait
