#!/usr/bin/env bash
set -e
: "${NS:=shop}"
case "$1" in
  prod) CTX=prod ;;
  stage) CTX=stage ;;
  *) echo "usage: $0 prod|stage"; exit 1 ;;
esac
kubectl --context "$CTX" -n shop port-forward svc/web 8080:80 &
[ -z "$PORT" ] && PORT=9000
kubectl -n shop port-forward svc/api $PORT:80 &
if [ -n "$CI" ]; then
  kubectl -n ci port-forward svc/db 5432 &
else
  kubectl -n dev port-forward svc/db 5432 &
fi
cat <<EOF
kubectl -n text port-forward svc/none 1:1
EOF
for entry in "redis:6379:6379" "mongo:27017:27017"; do
  name="${entry%%:*}"
  ports="${entry#*:}"
  kubectl -n data port-forward "svc/$name" "$ports" &
done
for i in 1 2 3; do kubectl -n shop port-forward "pod/worker-$i" "900$i:9000" & done
for i in {4..6}; do kubectl port-forward "pod/worker-$i" "900$i:9000" & done
kubectl -n "$NS" port-forward svc/late 7000
POD=$(kubectl get pods -n ops | grep vault | awk '{print $1}')
kubectl -n ops port-forward "$POD" 8200
kubectl -n shop get pods -l app=x -o name | head -1 | xargs -I{} kubectl -n shop port-forward {} 8300
(cd infra && KUBECONFIG=./kc.yaml kubectl -n infra port-forward svc/minio 9001:9001 -s https://10.0.0.1:6443)
docker run --rm -it bitnami/kubectl port-forward svc/inside 1234
tmux new-session -d -s pf "kubectl -n shop port-forward svc/tmux 7100"
